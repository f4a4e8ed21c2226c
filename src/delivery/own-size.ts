import type { PictureFormat } from '../model/picture.ts';
import { isShownByBrowsers } from './picture-name.ts';
import type { RenditionPlan } from './plan-rendition.ts';
import type { StoredPicture } from './ports.ts';
import { type Rendition, renderSourceContentType } from './render.ts';

/** Returns whether a rendition is the whole picture at its own size, in a format that browsers show. */
export function isOwnSize(picture: StoredPicture, { widthPx, heightPx, crop, background }: RenditionPlan): boolean {
  const isWhole = crop === undefined && background === undefined;
  const isAsLarge = widthPx === picture.widthPx && heightPx === picture.heightPx;
  return isWhole && isAsLarge && isShownByBrowsers(picture.format);
}

/**
 * Returns a rendition, or the picture itself where that is not larger: a picture at its own size is not made into
 * something larger (DEL-15). One that has to be turned upright is always rendered, for its orientation is metadata.
 *
 * @param parts those of the picture without its metadata.
 */
export function smallerThan(rendered: Rendition, parts: readonly Uint8Array[], format: PictureFormat): Rendition {
  const byteCount = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (byteCount > rendered.bytes.byteLength || parts.some(saysOrientation)) return rendered;
  return { bytes: join(parts, byteCount), contentType: renderSourceContentType(format) };
}

/** Returns whether a part is the block of a JPEG, PNG or WebP that says the orientation; it is a part of its own. */
function saysOrientation(part: Uint8Array): boolean {
  const beginning = String.fromCharCode(...part.subarray(0, 8));
  return beginning.startsWith('\u{ff}\u{e1}') || beginning.startsWith('EXIF') || beginning.endsWith('eXIf');
}

function join(parts: readonly Uint8Array[], byteCount: number): Uint8Array {
  const joined = new Uint8Array(byteCount);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}
