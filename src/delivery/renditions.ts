import { isKnown } from '../platform/entity-tag.ts';
import { isolateMemory } from '../ingest/isolate-memory.ts';
import { ok } from '../platform/result.ts';
import type { Bucket } from '../platform/bucket.ts';
import type { Cost } from '../platform/cost.ts';
import { cacheTag, renditionKey, subjectPrefix } from './keys.ts';
import type { PictureIndex, StoredPicture } from './ports.ts';
import { isPreset } from './presets.ts';
import { render, sourceType, type RenderFault, type Rendition } from './render.ts';
import type { RenditionRequest } from './rendition-request.ts';
import { IMMUTABLE, notFound, pictureHeaders, refusal } from './responses.ts';

/** What making a rendition takes. */
export interface RenditionDeps {
  readonly bucket: Bucket;
  readonly index: PictureIndex;
  readonly images: ImagesBinding;
  readonly cost: Cost;
}

/** Serves a stored rendition, or makes, stores and serves it (design: "Delivering"). */
export async function serveRendition(
  deps: RenditionDeps,
  wanted: RenditionRequest,
  ifNoneMatch: string | null,
): Promise<Response> {
  const { path, format, isSigned } = wanted;
  const key = renditionKey(path, format, isSigned);
  const stored = await deps.bucket.get(key);
  if (stored !== null && 'body' in stored) {
    // The stem is not part of the key, and a URL with another stem is not one that we gave out.
    if (stored.customMetadata?.['stem'] !== path.stem) return notFound();
    const headers = headersFor(wanted, stored.httpMetadata?.contentType ?? 'application/octet-stream', stored.httpEtag);
    if (isKnown(ifNoneMatch, stored.httpEtag)) {
      await stored.body.cancel();
      return new Response(null, { status: 304, headers });
    }
    headers.set('Content-Length', String(stored.size));
    return new Response(stored.body, { headers });
  }
  return await makeRendition(deps, wanted, key);
}

async function makeRendition(deps: RenditionDeps, wanted: RenditionRequest, key: string): Promise<Response> {
  const { path, format, isSigned } = wanted;
  const picture = await deps.index.find(path);
  if (picture === undefined || path.size === 'original') return notFound();
  if (!isSigned && !isPreset(picture.settings, path.size)) {
    return refusal(403, 'This size is none of the store’s presets and needs a signature.');
  }
  const { size } = path;
  const answer = await isolateMemory.hold(picture.byteCount, async () => {
    const source = await readSource(deps, picture);
    if (source === undefined) return ok(notFound());
    deps.cost.imagesCalls += 1;
    const made = await render(deps.images, source, picture.format, format, size);
    return ok(made.ok ? await storeRendition(deps, wanted, key, made.value) : explain(made.fault, picture, source));
  });
  return answer.ok ? answer.value : refusal(503, 'Too many pictures are being made right now.', { 'Retry-After': '2' });
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

/**
 * Stores first and asks again afterwards whether the picture still stands: a deletion that came before the question
 * is seen here, and one that comes after it finds the stored rendition and removes it.
 */
async function storeRendition(
  deps: RenditionDeps,
  wanted: RenditionRequest,
  key: string,
  { bytes, contentType }: Rendition,
): Promise<Response> {
  const { httpEtag } = await deps.bucket.put(key, bytes, {
    httpMetadata: { contentType, cacheControl: IMMUTABLE },
    customMetadata: { stem: wanted.path.stem },
  });
  if ((await deps.index.find(wanted.path)) === undefined) {
    await deps.bucket.delete([key]);
    return notFound();
  }
  const headers = headersFor(wanted, contentType, httpEtag);
  headers.set('Content-Length', String(bytes.byteLength));
  return new Response(bytes, { headers });
}

function headersFor({ path }: RenditionRequest, contentType: string, etag: string): Headers {
  const headers = pictureHeaders(contentType, etag, IMMUTABLE);
  headers.set('Cache-Tag', cacheTag(subjectPrefix(path.storeHash, path.subject)));
  return headers;
}
