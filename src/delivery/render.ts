import { FORMATS, type PictureFormat } from '../model/picture.ts';
import type { Box } from '../model/store.ts';
import type { Images } from '../platform/images.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import { isShownByBrowsers } from './picture-name.ts';

/** The longest side of an AVIF that the Images service makes; larger pictures become WebP. */
const MAX_AVIF_SIDE_PX = 1_200;

/** The quality of lossy formats, chosen so that product pictures show no visible loss. */
const QUALITY = { avif: 60, jpeg: 85, webp: 82 };

type OutputType = 'image/avif' | 'image/gif' | 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture made from an original. */
export interface Rendition {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Why the Images service did not make a rendition. `quota`: its quota of transformations is used up. */
export type RenderFault = 'undecodable' | 'quota' | 'unavailable';

/**
 * Makes a rendition that fits into a box. The picture is never enlarged, and is rotated as its EXIF orientation says.
 *
 * @param source the parts of the file that it is made from, which follow each other.
 * @param format the original's own format.
 * @param requestedFormat the format negotiated with the client.
 */
export async function render(
  images: Images,
  source: readonly Uint8Array[],
  format: PictureFormat,
  requestedFormat: RenditionFormat,
  box: Box,
): Promise<Result<Rendition, RenderFault>> {
  let lastFault: RenderFault = 'unavailable';
  for (const type of outputTypes(format, requestedFormat, box)) {
    const made = await transform(images, source, type, box);
    if (made.ok) return made;
    lastFault = made.fault;
    if (lastFault === 'quota') break;
  }
  return fail(lastFault);
}

/** Returns the output types to try, the best first. Not every deployment of Images writes GIF, but all write PNG. */
function outputTypes(format: PictureFormat, requestedFormat: RenditionFormat, box: Box): readonly OutputType[] {
  if (requestedFormat === 'avif') {
    return Math.max(box.widthPx, box.heightPx) <= MAX_AVIF_SIDE_PX ? ['image/avif'] : ['image/webp'];
  }
  if (requestedFormat === 'webp') return ['image/webp'];
  if (format === 'gif') return ['image/gif', 'image/png'];
  if (format === 'jpeg') return ['image/jpeg'];
  return format === 'webp' ? ['image/webp'] : ['image/png'];
}

async function transform(
  images: Images,
  source: readonly Uint8Array[],
  type: OutputType,
  box: Box,
): Promise<Result<Rendition, RenderFault>> {
  const quality = type === 'image/avif' ? QUALITY.avif : type === 'image/webp' ? QUALITY.webp : QUALITY.jpeg;
  try {
    const result = await images
      .input(new Blob([...source]).stream())
      .transform({ width: box.widthPx, height: box.heightPx, fit: 'scale-down' })
      .output({ format: type, quality, anim: true });
    const response = result.response();
    if (!response.ok) return fail('undecodable');
    // The result tells which type was made, which can differ from the requested one.
    return ok({ bytes: new Uint8Array(await response.arrayBuffer()), contentType: result.contentType() });
  } catch (error) {
    return fail(toRenderFault(error));
  }
}

/** Error codes of the Images service for pictures that it cannot decode. */
const UNDECODABLE_CODES = new Set([9412, 9413, 9420, 9520, 9523]);
/** Error codes of the Images service when its quota is used up. */
const QUOTA_CODES = new Set([9422, 9423]);

function toRenderFault(error: unknown): RenderFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'number') return 'unavailable';
  if (QUOTA_CODES.has(code)) return 'quota';
  return UNDECODABLE_CODES.has(code) ? 'undecodable' : 'unavailable';
}

/** Returns the Content-Type of a picture's render source, which is served itself when Images cannot be used. */
export function renderSourceContentType(format: PictureFormat): string {
  return isShownByBrowsers(format) ? FORMATS[format].contentType : FORMATS.png.contentType;
}
