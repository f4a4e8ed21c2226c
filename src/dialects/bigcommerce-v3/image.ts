import { imageFilePath } from '../../delivery/picture-name.ts';
import { presetUrls } from '../../delivery/preset-urls.ts';
import type { ProductImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';

/** The vendor's image object (BC3-8): these keys, in this order. */
export interface WireImage {
  readonly id: number;
  readonly product_id: number;
  readonly is_thumbnail: boolean;
  readonly sort_order: number;
  readonly description: string;
  readonly image_file: string;
  readonly url_zoom: string;
  readonly url_standard: string;
  readonly url_thumbnail: string;
  readonly url_tiny: string;
  readonly date_modified: string;
}

/** Returns a product image as V3 shows it. `origin` is the first part of its URLs. */
export function toWireImage(image: ProductImage, store: Store, origin: string): WireImage {
  const { zoom, standard, thumbnail, tiny } = presetUrls(image, store, origin);
  return {
    id: image.id,
    product_id: image.productId,
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    image_file: imageFilePath(image),
    url_zoom: zoom,
    url_standard: standard,
    url_thumbnail: thumbnail,
    url_tiny: tiny,
    date_modified: toWireDate(image.modifiedAtMs),
  };
}

/** Formats a time by ISO 8601 in whole seconds, with `+00:00` and never `Z`. */
function toWireDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}+00:00`;
}
