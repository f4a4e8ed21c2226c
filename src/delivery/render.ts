import { FORMATS, type PictureFormat } from '../model/picture.ts';
import type { QualitySettings } from '../model/store.ts';
import type { Images } from '../platform/images.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import { isShownByBrowsers } from './picture-name.ts';
import type { PictureSize } from './picture-size.ts';
import type { RenditionPlan } from './plan-rendition.ts';

/** The longest side of an AVIF that the Images service makes; larger pictures become WebP. */
const MAX_AVIF_SIDE_PX = 1_200;

type OutputType = 'image/avif' | 'image/gif' | 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture made from an original. */
export interface Rendition {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What is to be made, and how. */
export interface RenderOrder {
  /** The original's own format. */
  readonly format: PictureFormat;
  /** The format negotiated with the client. */
  readonly requested: RenditionFormat;
  readonly size: PictureSize;
  readonly plan: RenditionPlan;
  readonly isAnimated: boolean;
  readonly quality: QualitySettings;
}

/** Why the Images service did not make a rendition. `quota`: its quota of transformations is used up. */
export type RenderFault = 'undecodable' | 'quota' | 'unavailable';

/**
 * Makes a rendition. The picture is never enlarged, and is rotated as its EXIF orientation says.
 *
 * @param source the parts of the file that it is made from, which follow each other.
 */
export async function render(
  images: Images,
  source: readonly Uint8Array[],
  order: RenderOrder,
): Promise<Result<Rendition, RenderFault>> {
  let lastFault: RenderFault = 'unavailable';
  for (const type of outputTypes(order)) {
    const made = await transform(images, source, type, order);
    if (made.ok) return made;
    lastFault = made.fault;
    if (lastFault === 'quota') break;
  }
  return fail(lastFault);
}

/**
 * Returns whether a client that takes AVIF gets it: the Images service makes none above a size, and none that moves. It
 * gets WebP otherwise.
 */
export const isMadeAsAvif = ({ plan, isAnimated }: Pick<RenderOrder, 'plan' | 'isAnimated'>): boolean =>
  !isAnimated && Math.max(plan.widthPx, plan.heightPx) <= MAX_AVIF_SIDE_PX;

/** Returns the output types to try, the best first. Not every deployment of Images writes GIF, but all write PNG. */
function outputTypes(order: RenderOrder): readonly OutputType[] {
  const { format, requested } = order;
  if (requested === 'avif') return [isMadeAsAvif(order) ? 'image/avif' : 'image/webp'];
  if (requested === 'webp') return ['image/webp'];
  if (format === 'gif') return ['image/gif', 'image/png'];
  if (format === 'jpeg') return ['image/jpeg'];
  return format === 'webp' ? ['image/webp'] : ['image/png'];
}

async function transform(
  images: Images,
  source: readonly Uint8Array[],
  type: OutputType,
  order: RenderOrder,
): Promise<Result<Rendition, RenderFault>> {
  try {
    const result = await images
      .input(new Blob([...source]).stream())
      .transform(toTransform(order))
      .output({ format: type, quality: qualityOf(type, order), anim: true });
    const response = result.response();
    if (!response.ok) return fail('undecodable');
    // The result tells which type was made, which can differ from the requested one.
    return ok({ bytes: new Uint8Array(await response.arrayBuffer()), contentType: result.contentType() });
  } catch (error) {
    return fail(toRenderFault(error));
  }
}

function qualityOf(type: OutputType, { plan, quality }: RenderOrder): number {
  const isSmall = Math.max(plan.widthPx, plan.heightPx) <= quality.smallUpToPx;
  const { avif, jpeg, webp } = isSmall ? quality.small : quality.regular;
  if (type === 'image/avif') return avif;
  return type === 'image/webp' ? webp : jpeg;
}

/** Returns what the Images service is asked for. What is fitted in keeps its box, whose other side the service rounds. */
function toTransform({ size, plan }: RenderOrder): ImageTransform {
  const { widthPx: width, heightPx: height, crop, background } = plan;
  if (background !== undefined) return { width, height, fit: 'pad', background: `#${background}` };
  if (size.kind === 'width') return { width: size.widthPx, fit: 'scale-down' };
  if (size.fit.kind === 'contain') return { width: size.widthPx, height: size.heightPx, fit: 'scale-down' };
  if (crop === undefined) return { width, height, fit: 'cover' };
  const trim = { left: crop.leftPx, top: crop.topPx, width: crop.widthPx, height: crop.heightPx };
  return { trim, width, height, fit: 'cover' };
}

/**
 * Error codes of the Images service for pictures that it cannot decode, and for what it refuses to do with one (9401), as
 * where its size is not what its header says: trying again would not help.
 */
const UNDECODABLE_CODES = new Set([9401, 9412, 9413, 9420, 9520, 9523]);
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
