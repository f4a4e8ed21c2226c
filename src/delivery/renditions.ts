import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import { renditionMemory } from '../platform/isolate-memory.ts';
import { ok } from '../platform/result.ts';
import { cacheTagHeader, renditionKey } from './rendition-keys.ts';
import type { PictureIndex, StoredPicture } from './ports.ts';
import { isRefused, renderMended, type MendFault, type MendingDeps } from './refused-original.ts';
import { render, renderSourceContentType, type Rendition } from './render.ts';
import { isPreset, type RenditionRequest } from './rendition-request.ts';
import { IMMUTABLE, notFoundResponse, pictureHeaders, errorResponse } from './responses.ts';

/** What making renditions depends on. */
export interface RenditionDeps extends MendingDeps {
  readonly index: PictureIndex;
}

/** Names one rendition of one picture. */
export type RequestedRendition = Pick<RenditionRequest, 'path' | 'format'>;

/**
 * Serves a stored rendition, or makes, stores and serves it (DEL-8; docs/architecture.md, Delivering). Returns 404 when
 * the picture is not current, 403 for a size that needs a signature, 422 when the original cannot be decoded, and 503
 * when renditions cannot be made at the moment.
 */
export async function serveRendition(
  deps: RenditionDeps,
  request: RenditionRequest,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { path, format, isSigned } = request;
  const key = renditionKey(path, format, isSigned ? 'signed' : 'preset');
  const stored = await serveStored(deps, request, key, ifNoneMatch);
  if (stored !== undefined) return stored;
  const picture = await deps.index.find(path);
  if (picture === undefined || path.size === 'original') return notFoundResponse();
  if (!isSigned && !isPreset(picture.settings, path.size)) {
    return errorResponse(403, 'This size is none of the store’s presets and needs a signature.');
  }
  const made = await makeWhenMended(deps, request, key, picture, () => deps.index.find(path));
  // The picture is looked up again after the rendition was stored. A deletion before this look-up is noticed here, and
  // a deletion after it finds the stored rendition and removes it.
  if (made.isStored && (await deps.index.find(path)) === undefined) {
    await deps.bucket.delete([key]);
    return notFoundResponse();
  }
  return made.response;
}

/** Serves the rendition stored under `key`. Returns undefined when there is none. */
export async function serveStored(
  { bucket }: Pick<RenditionDeps, 'bucket'>,
  { path }: RequestedRendition,
  key: string,
  ifNoneMatch: string | null,
): Promise<Response | undefined> {
  const stored = await bucket.get(key);
  if (stored === null || !('body' in stored)) return undefined;
  // The stem is not part of the key, and this service has never issued a URL with another stem.
  if (stored.customMetadata?.['stem'] !== path.stem) return notFoundResponse();
  const headers = renditionHeaders(
    path,
    stored.httpMetadata?.contentType ?? 'application/octet-stream',
    stored.httpEtag,
  );
  if (matchesIfNoneMatch(ifNoneMatch, stored.httpEtag)) {
    await stored.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Length', String(stored.size));
  return new Response(stored.body, { headers });
}

/** The answer after an attempt to make a rendition, and whether the rendition was stored. */
export interface MadeRendition {
  readonly isStored: boolean;
  readonly response: Response;
  /** True where it can be made soon, because its original is being mended. */
  readonly isDelayed?: boolean;
}

/** How often, and after what pause, it is looked whether an original has been mended. */
const MEND_LOOKS = 12;
const MEND_LOOK_MS = 300;

/**
 * Makes a rendition as `makeRendition` does, and waits a few seconds where its original is being mended.
 *
 * @param findAgain finds the picture anew, with what it has been mended to.
 */
export async function makeWhenMended(
  deps: RenditionDeps,
  rendition: RequestedRendition,
  key: string,
  picture: StoredPicture,
  findAgain: () => Promise<StoredPicture | undefined>,
): Promise<MadeRendition> {
  let current = picture;
  for (let look = 1; ; look += 1) {
    const made = await makeRendition(deps, rendition, key, current);
    if (made.isDelayed !== true || look === MEND_LOOKS) return made;
    await deps.wait(MEND_LOOK_MS);
    const found = await findAgain();
    if (found === undefined) return { isStored: false, response: notFoundResponse() };
    current = found;
  }
}

/**
 * Makes a rendition within the memory budget, and stores it under `key`. Never fails: the response says what went
 * wrong.
 */
async function makeRendition(
  deps: RenditionDeps,
  rendition: RequestedRendition,
  key: string,
  picture: StoredPicture,
): Promise<MadeRendition> {
  const { size, storeHash } = rendition.path;
  if (size === 'original') return { isStored: false, response: notFoundResponse() };
  if (isRefused(picture, deps.nowMs())) return { isStored: false, response: undecodableResponse() };
  const made = await renditionMemory.run(storeHash, picture.byteCount, async () => {
    const source = await readSource(deps, picture);
    if (source === undefined) return ok({ isStored: false, response: notFoundResponse() });
    deps.cost.imagesCalls += 1;
    const { format } = rendition;
    const plain = deps.withoutMetadata(source, picture.format);
    const direct = await render(deps.images, plain ?? [source], picture.format, format, size);
    const isUnreadable = !direct.ok && direct.fault === 'undecodable';
    const rendered = isUnreadable
      ? await renderMended(deps, { storeHash, picture, source, format, box: size })
      : direct;
    if (!rendered.ok) {
      const response = faultResponse(rendered.fault, picture, plain);
      return ok({ isStored: false, response, isDelayed: rendered.fault === 'being-mended' });
    }
    return ok({ isStored: true, response: await storeRendition(deps, rendition, key, rendered.value) });
  });
  if (made.ok) return made.value;
  return { isStored: false, response: busyResponse() };
}

const busyResponse = (): Response =>
  errorResponse(503, 'Too many pictures are being made right now.', { 'Retry-After': '2' });

const undecodableResponse = (): Response =>
  errorResponse(422, 'The original of this picture is damaged: upload it again, saved by an image editor.');

/**
 * Returns the answer when Images did not make a rendition: the picture without its metadata when the quota is used up,
 * otherwise an error.
 */
function faultResponse(fault: MendFault, picture: StoredPicture, plain: readonly Uint8Array[] | undefined): Response {
  switch (fault) {
    case 'quota': {
      if (plain === undefined) return faultResponse('unavailable', picture, plain);
      const headers = pictureHeaders(renderSourceContentType(picture.format), '"source"', 'no-store');
      headers.delete('ETag');
      return new Response(new Blob([...plain]), { headers });
    }
    case 'undecodable':
      return undecodableResponse();
    case 'being-mended':
    case 'unavailable':
      return errorResponse(503, 'Pictures cannot be made right now.', { 'Retry-After': '2' });
    default:
      return fault satisfies never;
  }
}

/** Reads the render source. Returns undefined when the bucket does not have it. */
async function readSource({ bucket }: RenditionDeps, picture: StoredPicture): Promise<Uint8Array | undefined> {
  const object = await bucket.get(picture.renderKey);
  if (object === null || !('body' in object)) return undefined;
  return new Uint8Array(await object.arrayBuffer());
}

async function storeRendition(
  { bucket }: Pick<RenditionDeps, 'bucket'>,
  { path }: RequestedRendition,
  key: string,
  { bytes, contentType }: Rendition,
): Promise<Response> {
  const { httpEtag } = await bucket.put(key, bytes, {
    httpMetadata: { contentType, cacheControl: IMMUTABLE },
    customMetadata: { stem: path.stem },
  });
  const headers = renditionHeaders(path, contentType, httpEtag);
  headers.set('Content-Length', String(bytes.byteLength));
  return new Response(bytes, { headers });
}

function renditionHeaders(
  { storeHash, owner }: RequestedRendition['path'],
  contentType: string,
  etag: string,
): Headers {
  const headers = pictureHeaders(contentType, etag, IMMUTABLE);
  headers.set('Cache-Tag', cacheTagHeader(storeHash, owner));
  return headers;
}
