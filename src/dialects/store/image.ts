import { openPresetUrl } from '../../delivery/preset-urls.ts';
import { truncate } from '../../model/media-name.ts';
import type { ListedImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';

/** The longest alternative text, in characters (ST-16). */
export const MAX_ALT_TEXT_CHARACTERS = 100;

/** The largest sort order that this dialect writes or shows, and its default for new images. */
export const MAX_SHOWN_SORT_ORDER = 999;

/** The vendor's image object (ST-14). */
export interface WireImage {
  readonly id: number;
  readonly media_id: number;
  readonly alt_text: string | null;
  readonly sort_order: number;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** The keys of the image object, in order. */
export const IMAGE_KEYS = ['id', 'media_id', 'alt_text', 'sort_order', 'url', 'width', 'height'] as const;

/**
 * Returns a function that writes product images of a store as this dialect shows them. An image without a description
 * shows the alternative text of its media. `origin` is the first part of their URLs.
 */
export function openWireImages(store: Store, origin: string): (image: ListedImage) => WireImage {
  const urlOf = openPresetUrl(store, origin, 'zoom');
  return (image) => ({
    id: image.id,
    media_id: image.mediaId,
    alt_text: toWireAltText(image.description === '' ? image.mediaAltText : image.description),
    sort_order: Math.min(Math.max(image.sortOrder, 0), MAX_SHOWN_SORT_ORDER),
    url: urlOf(image),
    width: image.widthPx,
    height: image.heightPx,
  });
}

/**
 * Returns an alternative text, or null when it is unset. Texts from other dialects are truncated to this dialect's
 * limit.
 */
export function toWireAltText(text: string): string | null {
  return text === '' ? null : truncate(text, MAX_ALT_TEXT_CHARACTERS);
}
