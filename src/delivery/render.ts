import { FORMATS, type PictureFormat } from '../model/picture.ts';
import type { Box } from '../model/store.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import { isShownByBrowsers } from './picture-name.ts';

/** The Images service makes no AVIF with a longer side than this; WebP takes its place. */
const MAX_AVIF_SIDE_PX = 1_200;

/** Lossy quality: what shops' pictures bear without visible loss at these sizes. */
const QUALITY = { avif: 60, jpeg: 85, webp: 82 };

type OutputType = 'image/avif' | 'image/gif' | 'image/jpeg' | 'image/png' | 'image/webp';

export interface Rendition {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Why Images made nothing of an original. */
export type RenderFault = 'undecodable' | 'quota' | 'unavailable';

/** Fits a picture into a box, never enlarged, turned as its EXIF says. */
export async function render(
  images: ImagesBinding,
  source: Uint8Array,
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

/** The output types to try, best first: Images writes no GIF everywhere, and PNG always. */
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
  images: ImagesBinding,
  source: Uint8Array,
  type: OutputType,
  box: Box,
): Promise<Result<Rendition, RenderFault>> {
  const quality = type === 'image/avif' ? QUALITY.avif : type === 'image/webp' ? QUALITY.webp : QUALITY.jpeg;
  try {
    const result = await images
      .input(new Blob([source]).stream())
      .transform({ width: box.widthPx, height: box.heightPx, fit: 'scale-down' })
      .output({ format: type, quality, anim: true });
    const response = result.response();
    if (!response.ok) return fail('undecodable');
    // The result says which type was made; it can differ from the one that was requested.
    return ok({ bytes: new Uint8Array(await response.arrayBuffer()), contentType: result.contentType() });
  } catch (error) {
    return fail(toRenderFault(error));
  }
}

const UNDECODABLE_CODES = new Set([9412, 9413, 9420, 9520, 9523]);
const QUOTA_CODES = new Set([9422, 9423]);

function toRenderFault(error: unknown): RenderFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'number') return 'unavailable';
  if (QUOTA_CODES.has(code)) return 'quota';
  return UNDECODABLE_CODES.has(code) ? 'undecodable' : 'unavailable';
}

/** The type to serve the render source itself as, where Images cannot be used. */
export function renderSourceContentType(format: PictureFormat): string {
  return isShownByBrowsers(format) ? FORMATS[format].contentType : FORMATS.png.contentType;
}
