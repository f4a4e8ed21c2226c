import { IfNoneMatch } from '@remix-run/headers/if-none-match';
import type { Box, StoreSettings } from '../model/model.ts';
import type { Cut, CutRequest } from './cut-path.ts';
import { cacheTag, subjectPrefix } from './keys.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import type { CurrentPicture } from './ports.ts';
import { isPreset } from './presets.ts';
import { sourceType } from './render.ts';
import { settledFormat } from './rendition-request.ts';
import { serveRendition, type RenditionDeps } from './renditions.ts';
import { IMMUTABLE, notFound, pictureHeaders } from './responses.ts';

/** How long a name without revision may be kept, seconds: its picture can be replaced (docs/decisions/033). */
const NAME_MAX_AGE_S = 60;

/** The box of a cut; 'original' for the one that has none. */
export function boxOf(settings: StoreSettings, cut: Cut): Box | 'original' {
  return cut === 'orig' ? 'original' : settings.cuts[cut];
}

/** Serves what a name in a cut's folder shows now, or what a signed name showed when it was made. */
export async function serveCut(deps: RenditionDeps, wanted: CutRequest, ifNoneMatch: string | null): Promise<Response> {
  const { path, format, signed } = wanted;
  const picture = await deps.index.findImage(path.storeHash, path.gallery, path.imageId);
  if (picture === undefined) return notFound();
  // A signed name from before the last replacement meant other bytes; one from after it means these.
  if (signed !== undefined && signed.changedAtS < picture.revision) return notFound();
  const cacheControl = signed === undefined ? `public, max-age=${NAME_MAX_AGE_S}` : IMMUTABLE;
  if (path.cut === 'orig') return await serveWhole(deps, wanted, picture, cacheControl, ifNoneMatch);
  const size = signed?.box ?? picture.settings.cuts[path.cut];
  const extension = urlExtension(picture.format);
  const rendition = {
    path: {
      storeHash: path.storeHash,
      subject: { kind: 'image', productId: picture.productId, imageId: path.imageId },
      stem: urlStem({ id: path.imageId, fileStem: picture.fileStem, format: picture.format }),
      revision: picture.revision,
      size,
      extension,
    },
    format: settledFormat(extension, format),
    // A cut's size is the store's own, or signed for: it is let through, and stored apart from what presets show.
    isSigned: !isPreset(picture.settings, size),
  } as const;
  const response = await serveRendition(deps, rendition, ifNoneMatch);
  if (response.headers.get('Cache-Control') === IMMUTABLE) response.headers.set('Cache-Control', cacheControl);
  return response;
}

/** The original at its own size, as every browser can show it. */
async function serveWhole(
  { bucket }: RenditionDeps,
  { path }: CutRequest,
  picture: CurrentPicture,
  cacheControl: string,
  ifNoneMatch: string | null,
): Promise<Response> {
  const object = await bucket.get(picture.renderKey);
  if (object === null || !('body' in object)) return notFound();
  const headers = pictureHeaders(sourceType(picture.format), object.httpEtag, cacheControl);
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
  const subject = { kind: 'image', productId: picture.productId, imageId: path.imageId } as const;
  headers.set('Cache-Tag', cacheTag(subjectPrefix(path.storeHash, subject)));
  if (ifNoneMatch !== null && IfNoneMatch.from(ifNoneMatch).matches(object.httpEtag)) {
    await object.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Length', String(object.size));
  return new Response(object.body, { headers });
}
