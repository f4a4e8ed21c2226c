import { FORMATS } from '../model/picture.ts';
import type { Bucket } from '../platform/bucket.ts';
import { toDownload } from './content-disposition.ts';
import { type CutPath, parseCutPath } from './cut-path.ts';
import { readCutQuery } from './cut-signature.ts';
import { negotiateFormat } from './negotiate-format.ts';
import { serveOriginal } from './original.ts';
import { parsePicturePath, type PicturePath } from './picture-path.ts';
import type { PictureIndex } from './ports.ts';
import type { PictureRequest } from './picture-request.ts';
import { effectiveFormat } from './rendition-request.ts';
import { plainContentType } from './picture-name.ts';
import { errorResponse, keepUntil, notFoundResponse, preflightResponse } from './responses.ts';
import { isValidSignature, readSignature, type Signature, type UrlSigningKeys } from './signature.ts';
import { isActiveKey, parseStoreKeyId, type UrlKeyIndex } from './url-keys.ts';

/** What delivery depends on, besides the request. */
export interface GatewayDeps {
  readonly signingKeys: UrlSigningKeys;
  readonly urlKeys: UrlKeyIndex;
  readonly isAvifEnabled: boolean;
  /** Answers as clients are to have it; in a deployment by the entrypoint behind the edge cache. */
  readonly pictures: (asked: PictureRequest) => Promise<Response>;
  readonly bucket: Bucket;
  readonly index: PictureIndex;
  readonly nowMs: number;
}

/**
 * Answers a request for a picture: checks the signature, if any, negotiates the format, and asks for the picture by all
 * that the answer depends on and nothing else, as that is the key of the edge cache.
 */
export async function deliver(deps: GatewayDeps, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return preflightResponse();
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return errorResponse(405, 'Pictures are read with GET or HEAD.', { Allow: 'GET, HEAD, OPTIONS' });
  }
  const url = new URL(request.url);
  const response = await routeRequest(deps, url, request.headers);
  if (url.searchParams.has('download')) toDownload(response.headers);
  // HEAD has the same answer as GET, without the bytes.
  return request.method === 'HEAD' ? new Response(null, response) : response;
}

async function routeRequest(deps: GatewayDeps, url: URL, headers: Headers): Promise<Response> {
  const cut = parseCutPath(url.pathname);
  if (cut !== undefined) return await deliverCut(deps, cut, url, headers);
  const path = parsePicturePath(url.pathname);
  return path === undefined ? notFoundResponse() : await deliverPicture(deps, path, url, headers);
}

async function deliverPicture(deps: GatewayDeps, path: PicturePath, url: URL, headers: Headers): Promise<Response> {
  const signature = readSignature(url.searchParams);
  const isSigned = signature !== undefined;
  const refused = signature === undefined ? undefined : await whyRefused(deps, path, signature);
  if (refused !== undefined) return errorResponse(403, refused);
  if (path.size === 'original') {
    if (!isSigned) return errorResponse(403, 'Originals are served to signed URLs only.');
    return await serveOriginal(deps, path, headers);
  }
  const accepted = negotiateFormat(headers.get('Accept'), plainContentType(path.extension), deps.isAvifEnabled);
  const format = effectiveFormat(path.extension, accepted);
  const ifNoneMatch = headers.get('If-None-Match');
  const response = await deps.pictures({ kind: 'rendition', rendition: { path, format, isSigned }, ifNoneMatch });
  response.headers.set('Vary', 'Accept');
  if (signature !== undefined && signature !== 'malformed') {
    keepUntil(response.headers, signature.expiresAtS, deps.nowMs);
  }
  return response;
}

/** Returns why a signature opens nothing; undefined where it does. */
async function whyRefused(
  { signingKeys, urlKeys, nowMs }: GatewayDeps,
  path: PicturePath,
  signature: Signature | 'malformed',
): Promise<string | undefined> {
  if (signature === 'malformed') return 'The signature of this URL is not whole: it has the parameters k, e and s.';
  if (signature.expiresAtS * 1000 <= nowMs) return 'The signature of this URL has expired (e is in seconds).';
  if (!(await isValidSignature(path, signature, signingKeys, nowMs))) return 'The signature of this URL is wrong.';
  const isOfStore = parseStoreKeyId(signature.keyId) !== undefined;
  if (!isOfStore || (await isActiveKey(urlKeys, path.storeHash, signature.keyId, nowMs))) return undefined;
  return 'The key that this URL was signed with has been revoked.';
}

/** Answers a request for a cut. A signed one is answered only when its signature is valid. */
async function deliverCut(deps: GatewayDeps, path: CutPath, url: URL, headers: Headers): Promise<Response> {
  const signed = readCutQuery(url.searchParams, path, deps.signingKeys);
  if (signed === 'wrong') return errorResponse(403, 'The signature of this URL is wrong.');
  // The original does not depend on what the client accepts. The extension of a cut's name need not be its format's.
  const format =
    path.cut === 'orig'
      ? 'plain'
      : negotiateFormat(headers.get('Accept'), FORMATS.jpeg.contentType, deps.isAvifEnabled);
  const ifNoneMatch = headers.get('If-None-Match');
  const response = await deps.pictures({ kind: 'cut', cut: { path, format, signed }, ifNoneMatch });
  if (path.cut !== 'orig') response.headers.set('Vary', 'Accept');
  return response;
}
