import type { Bucket } from '../platform/bucket.ts';
import { deliverCut } from './cut-gateway.ts';
import { parseCutPath } from './cut-path.ts';
import { negotiate } from './negotiate.ts';
import { serveOriginal } from './original.ts';
import { parsePicturePath } from './picture-path.ts';
import type { PictureIndex } from './ports.ts';
import { renditionUrl, settledFormat } from './rendition-request.ts';
import { notFound, refusal } from './responses.ts';
import { isValid, readSignature, type SigningKeys } from './signature.ts';

/** What delivering takes, besides the request. */
export interface GatewayDeps {
  readonly signingKeys: SigningKeys;
  readonly isAvifEnabled: boolean;
  /** The entrypoint behind the edge cache. */
  readonly cachedPictures: { fetch(request: Request): Promise<Response> };
  readonly bucket: Bucket;
  readonly index: PictureIndex;
  readonly nowMs: number;
}

/**
 * Answers a delivery URL: checks its signature, settles the format once, and asks the cached entrypoint, whose key
 * then holds all that the answer depends on.
 */
export async function deliver(deps: GatewayDeps, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refusal(405, 'Pictures are read with GET or HEAD.', { Allow: 'GET, HEAD' });
  }
  const url = new URL(request.url);
  const cut = parseCutPath(url.pathname);
  if (cut !== undefined) return withoutBodyFor(request.method, await deliverCut(deps, cut, request));
  const path = parsePicturePath(url.pathname);
  if (path === undefined) return notFound();
  const signature = readSignature(url.searchParams);
  const isSigned =
    signature !== undefined &&
    signature !== 'malformed' &&
    (await isValid(path, signature, deps.signingKeys, deps.nowMs));
  if (signature !== undefined && !isSigned) return refusal(403, 'The signature of this URL is wrong or has expired.');
  if (path.size === 'original') {
    if (!isSigned) return refusal(403, 'Originals are served to signed URLs only.');
    return withoutBodyFor(request.method, await serveOriginal(deps, path, request.headers));
  }
  const format = settledFormat(path.extension, negotiate(request.headers.get('Accept'), deps.isAvifEnabled));
  const headers = new Headers();
  const ifNoneMatch = request.headers.get('If-None-Match');
  if (ifNoneMatch !== null) headers.set('If-None-Match', ifNoneMatch);
  const answer = await deps.cachedPictures.fetch(new Request(renditionUrl({ path, format, isSigned }), { headers }));
  const response = new Response(answer.body, answer);
  response.headers.set('Vary', 'Accept');
  return withoutBodyFor(request.method, response);
}

/** HEAD answers as GET does, without the bytes. */
function withoutBodyFor(method: string, response: Response): Response {
  return method === 'HEAD' ? new Response(null, response) : response;
}
