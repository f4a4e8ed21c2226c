import { imageFilePath } from '../../delivery/picture-name.ts';
import { openPresetUrls } from '../../delivery/preset-urls.ts';
import type { ListedImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';
import { rfcSeconds } from '../../platform/time-text.ts';

/** How a field may be used, which OPTIONS shows. */
interface FieldRule {
  readonly type: 'int' | 'string' | 'bool' | 'date';
  /** 'ignored': shown and not written; clients that put back what they were shown send it all the same (BC2-31). */
  readonly inWrites: 'written' | 'ignored' | 'refused';
  readonly isNullable: boolean;
}

const readOnly = (type: FieldRule['type']): FieldRule => ({ type, inWrites: 'refused', isNullable: false });
const derived = (type: FieldRule['type']): FieldRule => ({ type, inWrites: 'ignored', isNullable: false });
const writable = (type: FieldRule['type'], isNullable = false): FieldRule => ({
  type,
  inWrites: 'written',
  isNullable,
});

/** The fields of an image, in the order of the vendor's object (BC2-14). */
export const IMAGE_FIELDS = {
  id: readOnly('int'),
  product_id: readOnly('int'),
  image_file: writable('string'),
  zoom_url: derived('string'),
  thumbnail_url: derived('string'),
  standard_url: derived('string'),
  tiny_url: derived('string'),
  is_thumbnail: writable('bool'),
  sort_order: writable('int'),
  description: writable('string', true),
  date_created: readOnly('date'),
  date_modified: derived('date'),
} as const satisfies Readonly<Record<string, FieldRule>>;

/** The vendor's image object: these keys, in this order. */
export type WireImage = Readonly<Record<keyof typeof IMAGE_FIELDS, string | number | boolean | null>>;

/**
 * Returns a function that writes product images of a store as V2 shows them. `origin` is the first part of their URLs.
 */
export function openWireImages(store: Store, origin: string): (image: ListedImage) => WireImage {
  const presetUrls = openPresetUrls(store, origin);
  return (image) => {
    const { zoom, standard, thumbnail, tiny } = presetUrls(image);
    return {
      id: image.id,
      product_id: image.productId,
      image_file: imageFilePath(image),
      zoom_url: zoom,
      thumbnail_url: thumbnail,
      standard_url: standard,
      tiny_url: tiny,
      is_thumbnail: image.isThumbnail,
      sort_order: image.sortOrder,
      description: image.description === '' ? null : image.description,
      date_created: toWireDate(image.createdAtMs),
      date_modified: toWireDate(image.modifiedAtMs),
    };
  };
}

/** Formats a time by RFC 2822 in UTC: `Mon, 24 Sep 2012 01:14:30 +0000`. */
export function toWireDate(timeMs: number): string {
  return `${rfcSeconds(timeMs)} +0000`;
}
