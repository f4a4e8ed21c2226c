import type { Box } from '../model/store.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import { makeWhenMended } from './make-rendition.ts';
import type { PicturePath } from './picture-path.ts';
import type { PictureSize } from './picture-size.ts';
import { planRendition } from './plan-rendition.ts';
import type { FoundPicture, PictureIndex } from './ports.ts';
import type { MendingDeps } from './refused-original.ts';
import { cacheTagHeader } from './rendition-keys.ts';
import type { RenditionRequest } from './rendition-request.ts';
import { type AnswerHeaders, errorResponse, IMMUTABLE, notFoundResponse, pictureHeaders } from './responses.ts';
import { type KeptRendition, keyOf, type StoredRendition } from './store-rendition.ts';
import { fullLadderWidth, isLadderWidth } from './width-ladder.ts';

/** What making renditions depends on. */
export interface RenditionDeps extends MendingDeps {
  readonly index: PictureIndex;
}

/**
 * Serves a stored rendition, or makes, stores and serves it (DEL-8; docs/architecture.md, Delivering). Returns 404 when
 * the picture is not current, 403 for a size that needs a signature, 422 when the original cannot be decoded, and 503
 * when renditions cannot be made at the moment.
 */
export async function serveRendition(
  deps: RenditionDeps,
  { path, format, isSigned }: RenditionRequest,
  ifNoneMatch: string | null,
): Promise<Response> {
  const kept: KeptRendition = { path, format, kind: isSigned ? 'signed' : 'open' };
  const stored = await serveStored(deps, kept, ifNoneMatch);
  if (stored !== undefined) return stored;
  const picture = await deps.index.find(path);
  if (picture === undefined || path.size === 'original') return notFoundResponse();
  const full = isSigned ? path.size : openSize(path.size, picture);
  if (full === undefined) {
    return errorResponse(403, 'This size is none of the store’s, and no width that anybody may ask for: sign the URL.');
  }
  if (full === path.size) return await serveMade(deps, kept, picture, ifNoneMatch);
  // A width above the picture's own shows what the lowest of these shows, and is stored once (DEL-13).
  const kind = full.kind === 'width' ? kept.kind : 'full';
  const same: KeptRendition = { ...kept, kind, path: { ...path, size: full } };
  return (await serveStored(deps, same, ifNoneMatch)) ?? (await serveMade(deps, same, picture, ifNoneMatch));
}

/**
 * Returns the size under which the rendition of an unsigned URL is stored. Returns undefined where the size is neither
 * one that the store has offered nor one of the width ladder.
 */
function openSize(size: PictureSize, picture: FoundPicture): PictureSize | undefined {
  if (size.kind === 'width') {
    if (!isLadderWidth(size.widthPx)) return undefined;
    const full = fullLadderWidth(picture.widthPx);
    return size.widthPx <= full ? size : { kind: 'width', widthPx: full };
  }
  const { offered } = picture;
  if (offered === undefined || isSameBox(offered, size)) return offered && size;
  const full = planRendition(picture, { ...size, ...largestOf(offered) });
  return size.widthPx <= full.widthPx ? size : { ...size, widthPx: full.widthPx, heightPx: full.heightPx };
}

const isSameBox = (a: Box, b: Box): boolean => a.widthPx === b.widthPx && a.heightPx === b.heightPx;

/** Returns a box of the same proportions that is larger than any picture. */
const largestOf = ({ widthPx, heightPx }: Box): Box => ({ widthPx: widthPx * 12_000, heightPx: heightPx * 12_000 });

/** Makes, stores and serves a rendition of a picture that was found. */
async function serveMade(
  deps: RenditionDeps,
  kept: KeptRendition,
  picture: FoundPicture,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { path } = kept;
  const made = await makeWhenMended(deps, kept, picture, () => deps.index.find(path));
  if (made.kind === 'refused') return made.response;
  // The picture is looked up again after the rendition was stored. A deletion before this look-up is noticed here, and
  // a deletion after it finds the stored rendition and removes it.
  if ((await deps.index.find(path)) === undefined) {
    await deps.bucket.delete((['avif', 'webp', 'plain'] as const).map((format) => keyOf({ ...kept, format })));
    return notFoundResponse();
  }
  return madeResponse(path, made.rendition, ifNoneMatch);
}

/** Serves the rendition that is stored. Returns undefined when there is none. */
export async function serveStored(
  { bucket }: Pick<RenditionDeps, 'bucket'>,
  kept: KeptRendition,
  ifNoneMatch: string | null,
): Promise<Response | undefined> {
  const { path } = kept;
  const stored = await bucket.get(keyOf(kept));
  if (stored === null || !('body' in stored)) return undefined;
  // The stem is not part of the key, and this service has never issued a URL with another stem.
  if (stored.customMetadata?.['stem'] !== path.stem) return notFoundResponse();
  const { contentType = 'application/octet-stream', contentDisposition } = stored.httpMetadata ?? {};
  const headers = renditionHeaders(path, contentType, stored.httpEtag, contentDisposition);
  if (matchesIfNoneMatch(ifNoneMatch, stored.httpEtag)) {
    await stored.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(stored.body, { headers: { ...headers, 'Content-Length': String(stored.size) } });
}

/** Answers with a rendition that has just been stored. */
export function madeResponse(path: PicturePath, rendition: StoredRendition, ifNoneMatch: string | null): Response {
  const { bytes, contentType, httpEtag, contentDisposition } = rendition;
  const headers = renditionHeaders(path, contentType, httpEtag, contentDisposition);
  if (matchesIfNoneMatch(ifNoneMatch, httpEtag)) return new Response(null, { status: 304, headers });
  return new Response(bytes, { headers: { ...headers, 'Content-Length': String(bytes.byteLength) } });
}

function renditionHeaders(
  { storeHash, owner }: PicturePath,
  contentType: string,
  etag: string,
  contentDisposition: string | undefined,
): AnswerHeaders {
  return {
    ...pictureHeaders(contentType, etag, IMMUTABLE),
    ...(contentDisposition !== undefined && { 'Content-Disposition': contentDisposition }),
    'Cache-Tag': cacheTagHeader(storeHash, owner),
  };
}
