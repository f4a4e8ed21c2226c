import { imageFilePath } from '../../delivery/picture-name.ts';
import { openPresetUrls } from '../../delivery/preset-urls.ts';
import type { ListedImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';
import { isoSeconds } from '../../platform/time-text.ts';

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

/**
 * Returns a function that writes product images of a store as V3 shows them. `origin` is the first part of their URLs.
 */
export function openWireImages(store: Store, origin: string): (image: ListedImage) => WireImage {
  const presetUrls = openPresetUrls(store, origin);
  return (image) => {
    const { zoom, standard, thumbnail, tiny } = presetUrls(image);
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
  };
}

/** Formats a time by ISO 8601 in whole seconds, with `+00:00` and never `Z`. */
function toWireDate(timeMs: number): string {
  return `${isoSeconds(timeMs)}+00:00`;
}
