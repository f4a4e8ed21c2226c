import type { Box, StoreSettings } from '../model/store.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import type { Cut, CutRequest } from './cut-path.ts';
import { cacheTag, ownerPrefix, renditionKey } from './keys.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import type { PictureOwner } from './picture-path.ts';
import type { CurrentPicture } from './ports.ts';
import { sourceType } from './render.ts';
import { effectiveFormat } from './rendition-request.ts';
import { makeRendition, serveStored, type RenditionDeps, type RenditionOf } from './renditions.ts';
import { IMMUTABLE, notFound, pictureHeaders } from './responses.ts';

/** How long a name without revision may be kept, seconds: its picture can be replaced (docs/decisions/020). */
const NAME_MAX_AGE_S = 60;

/** The box of a cut; 'original' for the one that has none. */
export function boxOf(settings: StoreSettings, cut: Cut): Box | 'original' {
  return cut === 'orig' ? 'original' : settings.cuts[cut];
}

/**
 * Serves what a name in a cut's folder shows now, or what a signed name showed when it was made.
 *
 * The database is asked once, before anything else, so a stored cut of a picture that is gone is never served: that is
 * why cuts lie apart from all other renditions (docs/decisions/020).
 */
export async function serveCut(
  deps: RenditionDeps,
  request: CutRequest,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { path, signed } = request;
  const picture = await deps.index.findImage(path.storeHash, path.gallery, path.imageId);
  if (picture === undefined) return notFound();
  // A signed name from before the last replacement meant other bytes; one from after it means these.
  if (signed !== undefined && signed.changedAtS < picture.revision) return notFound();
  const cacheControl = signed === undefined ? `public, max-age=${NAME_MAX_AGE_S}` : IMMUTABLE;
  if (path.cut === 'orig') return await serveWhole(deps, request, picture, cacheControl, ifNoneMatch);
  const rendition = renditionOf(request, picture, signed?.box ?? picture.settings.cuts[path.cut]);
  const key = renditionKey(rendition.path, rendition.format, 'cut');
  const stored = await serveStored(deps, rendition, key, ifNoneMatch);
  const response = stored ?? (await makeRendition(deps, rendition, key, picture)).response;
  // Only what may be kept for ever is kept as long as this name may be.
  if (response.headers.get('Cache-Control') === IMMUTABLE) response.headers.set('Cache-Control', cacheControl);
  return response;
}

function renditionOf({ path, format }: CutRequest, picture: CurrentPicture, size: Box): RenditionOf {
  const { imageId, storeHash } = path;
  const extension = urlExtension(picture.format);
  return {
    path: {
      storeHash,
      owner: ownerOf(picture, imageId),
      stem: urlStem({ id: imageId, fileStem: picture.fileStem, format: picture.format }),
      revision: picture.revision,
      size,
      extension,
    },
    format: effectiveFormat(extension, format),
  };
}

const ownerOf = ({ productId }: CurrentPicture, imageId: number): PictureOwner => ({
  kind: 'image',
  productId,
  imageId,
});

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
  headers.set('Cache-Tag', cacheTag(ownerPrefix(path.storeHash, ownerOf(picture, path.imageId))));
  if (matchesIfNoneMatch(ifNoneMatch, object.httpEtag)) {
    await object.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Length', String(object.size));
  return new Response(object.body, { headers });
}
