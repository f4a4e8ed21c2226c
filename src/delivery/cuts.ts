import type { Box, StoreSettings } from '../model/store.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import type { Cut, CutRequest } from './cut-path.ts';
import { makeWhenMended } from './make-rendition.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import type { PictureOwner } from './picture-path.ts';
import { containIn } from './picture-size.ts';
import type { CurrentPicture } from './ports.ts';
import { renderSourceContentType } from './render.ts';
import { cacheTagHeader } from './rendition-keys.ts';
import { effectiveFormat } from './rendition-request.ts';
import { madeResponse, type RenditionDeps, serveStored } from './renditions.ts';
import type { KeptRendition } from './store-rendition.ts';
import { errorResponse, IMMUTABLE, notFoundResponse, pictureHeaders } from './responses.ts';

/**
 * How long an unsigned cut may be cached, in seconds: its picture can be replaced under the same URL
 * (docs/decisions/020).
 */
const UNSIGNED_CUT_MAX_AGE_S = 60;
const FOR_A_WHILE = `public, max-age=${UNSIGNED_CUT_MAX_AGE_S}`;

/** Returns the box of a cut in pixels, or 'original' for `orig`, which has none. */
export function cutBox(settings: StoreSettings, cut: Cut): Box | 'original' {
  return cut === 'orig' ? 'original' : settings.cuts[cut];
}

/**
 * Answers a request for a cut: the current picture for an unsigned URL, and the picture that was signed for a signed
 * URL. Returns 404 when the image does not exist, or has been replaced since the URL was signed, and for a size that the
 * store has never offered: a signature has 32 bits, and every size is stored and billed. `orig` is 403 unless the store
 * has opened its originals.
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
  const picture = await deps.index.findImage(path.storeHash, path.gallery, path.imageId);
  if (picture === undefined) return notFoundResponse();
  // A URL that was signed before the last replacement stands for other bytes.
  if (signed !== undefined && signed.changedAtS < picture.firstRevision) return notFoundResponse();
  if (path.cut === 'orig') {
    if (picture.settings.publicOriginals) return await serveOriginalSize(deps, request, picture, ifNoneMatch);
    return errorResponse(403, 'This store does not show its originals by number. Its other cuts are there.');
  }
  const kept = toKept(request, picture, signed?.box ?? picture.settings.cuts[path.cut]);
  const response =
    (await serveStored(deps, kept, ifNoneMatch)) ?? (await serveMade(deps, request, kept, picture, ifNoneMatch));
  // Only answers that may be cached forever get this URL's own cache time instead; errors keep theirs.
  if (response.headers.get('Cache-Control') === IMMUTABLE && signed === undefined) {
    response.headers.set('Cache-Control', FOR_A_WHILE);
  }
  return response;
}

async function serveMade(
  deps: RenditionDeps,
  { path, signed }: CutRequest,
  kept: KeptRendition,
  picture: CurrentPicture,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { storeHash, gallery, imageId } = path;
  if (signed !== undefined && !(await deps.index.hasOffered(storeHash, signed.box))) return notFoundResponse();
  const findAgain = () => deps.index.findImage(storeHash, gallery, imageId);
  const made = await makeWhenMended(deps, kept, picture, findAgain);
  return made.kind === 'stored' ? madeResponse(kept.path, made.rendition, ifNoneMatch) : made.response;
}

function toKept({ path, format }: CutRequest, picture: CurrentPicture, box: Box): KeptRendition {
  const { imageId, storeHash } = path;
  const extension = urlExtension(picture.format);
  return {
    path: {
      storeHash,
      owner: ownerOf(picture, imageId),
      stem: urlStem({ id: imageId, fileStem: picture.fileStem, format: picture.format }),
      revision: picture.revision,
      size: containIn(box),
      extension,
    },
    format: effectiveFormat(extension, format),
    kind: 'cut',
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
  const headers = {
    ...pictureHeaders(renderSourceContentType(picture.format), object.httpEtag, FOR_A_WHILE),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Tag': cacheTagHeader(path.storeHash, ownerOf(picture, path.imageId)),
  };
  if (matchesIfNoneMatch(ifNoneMatch, object.httpEtag)) {
    await object.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(object.body, { headers: { ...headers, 'Content-Length': String(object.size) } });
}
