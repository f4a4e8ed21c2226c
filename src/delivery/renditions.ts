import type { Bucket } from '../platform/bucket.ts';
import type { Cost } from '../platform/cost.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import { isolateMemory } from '../platform/memory-budget.ts';
import { ok } from '../platform/result.ts';
import { cacheTag, ownerPrefix, renditionKey } from './keys.ts';
import type { PictureIndex, StoredPicture } from './ports.ts';
import { render, sourceType, type RenderFault, type Rendition } from './render.ts';
import { isPreset, type RenditionRequest } from './rendition-request.ts';
import { IMMUTABLE, notFound, pictureHeaders, refusal } from './responses.ts';

/** What making a rendition takes. */
export interface RenditionDeps {
  readonly bucket: Bucket;
  readonly index: PictureIndex;
  readonly images: ImagesBinding;
  readonly cost: Cost;
}

/** Which rendition of which picture. */
export type RenditionOf = Pick<RenditionRequest, 'path' | 'format'>;

/** Serves a stored rendition, or makes, stores and serves it (DEL-8; docs/architecture.md, Delivering). */
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
  if (picture === undefined || path.size === 'original') return notFound();
  if (!isSigned && !isPreset(picture.settings, path.size)) {
    return refusal(403, 'This size is none of the store’s presets and needs a signature.');
  }
  const made = await makeRendition(deps, request, key, picture);
  // Asked again after it was stored: a deletion that came before this question is seen here, and one that comes after
  // it finds the stored rendition and removes it.
  if (made.isStored && (await deps.index.find(path)) === undefined) {
    await deps.bucket.delete([key]);
    return notFound();
  }
  return made.response;
}

/** Serves what is stored under `key`; undefined where nothing is. */
export async function serveStored(
  { bucket }: Pick<RenditionDeps, 'bucket'>,
  { path }: RenditionOf,
  key: string,
  ifNoneMatch: string | null,
): Promise<Response | undefined> {
  const stored = await bucket.get(key);
  if (stored === null || !('body' in stored)) return undefined;
  // The stem is not part of the key, and a URL with another stem is not one that we gave out.
  if (stored.customMetadata?.['stem'] !== path.stem) return notFound();
  const headers = headersFor(path, stored.httpMetadata?.contentType ?? 'application/octet-stream', stored.httpEtag);
  if (matchesIfNoneMatch(ifNoneMatch, stored.httpEtag)) {
    await stored.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  headers.set('Content-Length', String(stored.size));
  return new Response(stored.body, { headers });
}

/** What came of making a rendition: its answer, and whether it was stored. */
export interface MadeRendition {
  readonly isStored: boolean;
  readonly response: Response;
}

/** Makes a rendition within the memory budget and stores it under `key`. */
export async function makeRendition(
  deps: RenditionDeps,
  rendition: RenditionOf,
  key: string,
  picture: StoredPicture,
): Promise<MadeRendition> {
  const { size } = rendition.path;
  if (size === 'original') return { isStored: false, response: notFound() };
  const made = await isolateMemory.run(picture.byteCount, async () => {
    const source = await readSource(deps, picture);
    if (source === undefined) return ok({ isStored: false, response: notFound() });
    deps.cost.imagesCalls += 1;
    const rendered = await render(deps.images, source, picture.format, rendition.format, size);
    if (!rendered.ok) return ok({ isStored: false, response: explain(rendered.fault, picture, source) });
    return ok({ isStored: true, response: await store(deps, rendition, key, rendered.value) });
  });
  if (made.ok) return made.value;
  const response = refusal(503, 'Too many pictures are being made right now.', { 'Retry-After': '2' });
  return { isStored: false, response };
}

/** What a shopper gets where Images made nothing. */
function explain(fault: RenderFault, picture: StoredPicture, source: Uint8Array): Response {
  switch (fault) {
    case 'quota': {
      const headers = pictureHeaders(sourceType(picture.format), '"source"', 'no-store');
      headers.delete('ETag');
      return new Response(source, { headers });
    }
    case 'undecodable':
      return refusal(422, 'The original of this picture cannot be decoded.');
    case 'unavailable':
      return refusal(503, 'Pictures cannot be made right now.', { 'Retry-After': '2' });
    default:
      return fault satisfies never;
  }
}

async function readSource({ bucket }: RenditionDeps, picture: StoredPicture): Promise<Uint8Array | undefined> {
  const object = await bucket.get(picture.renderKey);
  if (object === null || !('body' in object)) return undefined;
  return new Uint8Array(await object.arrayBuffer());
}

async function store(
  { bucket }: RenditionDeps,
  { path }: RenditionOf,
  key: string,
  { bytes, contentType }: Rendition,
): Promise<Response> {
  const { httpEtag } = await bucket.put(key, bytes, {
    httpMetadata: { contentType, cacheControl: IMMUTABLE },
    customMetadata: { stem: path.stem },
  });
  const headers = headersFor(path, contentType, httpEtag);
  headers.set('Content-Length', String(bytes.byteLength));
  return new Response(bytes, { headers });
}

function headersFor({ storeHash, owner }: RenditionOf['path'], contentType: string, etag: string): Headers {
  const headers = pictureHeaders(contentType, etag, IMMUTABLE);
  headers.set('Cache-Tag', cacheTag(ownerPrefix(storeHash, owner)));
  return headers;
}
