import type { Box, StoreSettings } from '../model/store.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import type { Cut, CutRequest } from './cut-path.ts';
import { cacheTagHeader, renditionKey } from './rendition-keys.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import type { PictureOwner } from './picture-path.ts';
import type { CurrentPicture } from './ports.ts';
import { renderSourceContentType } from './render.ts';
import { effectiveFormat } from './rendition-request.ts';
import { makeWhenMended, serveStored, type RenditionDeps, type RequestedRendition } from './renditions.ts';
import { errorResponse, IMMUTABLE, notFoundResponse, pictureHeaders } from './responses.ts';

/**
 * How long an unsigned cut may be cached, in seconds: its picture can be replaced under the same URL
 * (docs/decisions/020).
 */
const UNSIGNED_CUT_MAX_AGE_S = 60;
const FOR_A_WHILE = `public, max-age=${UNSIGNED_CUT_MAX_AGE_S}`;

/**
 * Returns whether a signed name may have this size made: it has to be the size of one of the store's cuts. A signature
 * has 32 bits, and every size is stored and billed.
 */
const isCutBox = (settings: StoreSettings, { widthPx, heightPx }: Box): boolean =>
  Object.values(settings.cuts).some((box) => box.widthPx === widthPx && box.heightPx === heightPx);

/** Returns the box of a cut in pixels, or 'original' for `orig`, which has none. */
export function cutBox(settings: StoreSettings, cut: Cut): Box | 'original' {
  return cut === 'orig' ? 'original' : settings.cuts[cut];
}

/**
 * Answers a request for a cut: the current picture for an unsigned URL, and the picture that was signed for a signed
 * URL. Returns 404 when the image does not exist, or has been replaced since the URL was signed. A size that is none of
 * the store's cuts any more is served where it was made before, and otherwise 404. `orig` is 403 unless the store has
 * opened its originals.
 *
 * The database is asked once, before anything else, so that a stored cut of a deleted picture is never served. That is
 * why cuts are stored apart from all other renditions (docs/decisions/020).
 */
export async function serveCut(
  deps: RenditionDeps,
  request: CutRequest,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { path, signed } = request;
  const findAgain = () => deps.index.findImage(path.storeHash, path.gallery, path.imageId);
  const picture = await findAgain();
  if (picture === undefined) return notFoundResponse();
  // A URL that was signed before the last replacement stands for other bytes.
  if (signed !== undefined && signed.changedAtS < picture.firstRevision) return notFoundResponse();
  if (path.cut === 'orig') {
    if (picture.settings.publicOriginals) return await serveOriginalSize(deps, request, picture, ifNoneMatch);
    return errorResponse(403, 'This store does not show its originals by number. Its other cuts are there.');
  }
  const cacheControl = signed === undefined ? FOR_A_WHILE : IMMUTABLE;
  const rendition = toRequestedRendition(request, picture, signed?.box ?? picture.settings.cuts[path.cut]);
  const key = renditionKey(rendition.path, rendition.format, 'cut');
  const stored = await serveStored(deps, rendition, key, ifNoneMatch);
  if (stored === undefined && signed !== undefined && !isCutBox(picture.settings, signed.box))
    return notFoundResponse();
  const response = stored ?? (await makeWhenMended(deps, rendition, key, picture, findAgain)).response;
  // Only answers that may be cached forever get this URL's own cache time instead; errors keep theirs.
  if (response.headers.get('Cache-Control') === IMMUTABLE) response.headers.set('Cache-Control', cacheControl);
  return response;
}

function toRequestedRendition({ path, format }: CutRequest, picture: CurrentPicture, size: Box): RequestedRendition {
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

/**
 * Serves the original at its own size, in a format that every browser shows. It may not be cached for long under a
 * signed name either, so that closing the originals counts soon.
 */
async function serveOriginalSize(
  { bucket }: RenditionDeps,
  { path }: CutRequest,
  picture: CurrentPicture,
  ifNoneMatch: string | null,
): Promise<Response> {
  const object = await bucket.get(picture.renderKey);
  if (object === null || !('body' in object)) return notFoundResponse();
  const headers = pictureHeaders(renderSourceContentType(picture.format), object.httpEtag, FOR_A_WHILE);
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
  headers.set('Cache-Tag', cacheTagHeader(path.storeHash, ownerOf(picture, path.imageId)));
  if (matchesIfNoneMatch(ifNoneMatch, object.httpEtag)) {
    await object.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Length', String(object.size));
  return new Response(object.body, { headers });
}
