import type { Context } from 'hono';
import type { Credentials } from '../../catalogue/queries.ts';
import { isNotModified, isUnmodifiedSince, lastModifiedSeconds, listEtag } from '../../http/conditional.ts';
import { type PathSuffix, routePath } from '../../http/route-path.ts';
import type { AppEnv, Service } from '../../http/service.ts';
import type { Store } from '../../model/store.ts';
import type { AuthScheme } from './auth-scheme.ts';
import { negotiateWireFormat, type WireFormat, type WireDocument, writeDocument } from './wire-format.ts';

/** One request of this version, before or after it has been authorized. */
export interface V2Request {
  readonly c: Context<AppEnv>;
  readonly service: Service;
  readonly scheme: AuthScheme;
  readonly suffix: PathSuffix | undefined;
  /** The format of the answer. */
  readonly format: WireFormat;
  readonly query: URLSearchParams;
}

/** A request whose credentials have been read, but not checked. */
export interface RequestWithCredentials extends V2Request {
  readonly credentials: Credentials;
}

/** Returns the context of a request. The format of the answer is chosen first, so that errors can be written in it. */
export function toV2Request(c: Context<AppEnv>, scheme: AuthScheme): V2Request {
  const url = new URL(c.req.url);
  const { suffix } = routePath(url.pathname);
  const format = negotiateWireFormat(suffix, c.req.header('Accept'));
  return { c, service: c.get('service'), scheme, suffix, format, query: url.searchParams };
}

/** Writes a document as a response in the requested format. */
export function respond(
  request: V2Request,
  document: WireDocument,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { body, contentType } = writeDocument(document, request.format);
  return new Response(body, { status, headers: { 'Content-Type': contentType, ...varyByAccept(request), ...headers } });
}

/** Returns the header Vary when the answer depends on Accept, which it does without a suffix. */
function varyByAccept({ suffix }: V2Request): Record<string, string> {
  return suffix === undefined ? { Vary: 'Accept' } : {};
}

/** What the ETag and Last-Modified of an answer are computed from. */
export interface Validators {
  readonly store: Store;
  readonly productVersion: number;
  /** undefined when the product has never changed. */
  readonly changedAtMs: number | undefined;
}

/**
 * Returns the response of `writeAnswer`, or 304 when the client already has this version. If-None-Match takes
 * precedence over If-Modified-Since.
 */
export function respondIfModified(
  request: V2Request,
  validators: Validators,
  writeAnswer: (headers: Readonly<Record<string, string>>) => Response,
): Response {
  const { headers: requestHeaders } = request.c.req.raw;
  const { store, productVersion } = validators;
  const etag = listEtag(productVersion, store, request.format === 'xml' ? 'xml' : '');
  const modifiedSeconds = lastModifiedOf(request, validators);
  const headers = { ETag: etag, ...lastModifiedHeader(modifiedSeconds) };
  const isSame = requestHeaders.has('If-None-Match')
    ? isNotModified(requestHeaders, etag)
    : isUnmodifiedSince(requestHeaders, modifiedSeconds);
  return isSame
    ? new Response(null, { status: 304, headers: { ...headers, ...varyByAccept(request) } })
    : writeAnswer(headers);
}

/** Returns the header Last-Modified, or no header while `modifiedSeconds` is undefined. */
export function lastModifiedHeader(modifiedSeconds: number | undefined): Record<string, string> {
  return modifiedSeconds === undefined ? {} : { 'Last-Modified': new Date(modifiedSeconds * 1000).toUTCString() };
}

/**
 * Returns the time of the last change, in Unix seconds, for the header Last-Modified. A change of the settings counts
 * too, because they determine the sizes in the URLs.
 */
export function lastModifiedOf(
  { service }: V2Request,
  { store, changedAtMs }: Pick<Validators, 'store' | 'changedAtMs'>,
): number | undefined {
  if (changedAtMs === undefined) return undefined;
  return lastModifiedSeconds(Math.max(changedAtMs, store.settingsChangedAtMs), service.ports.nowMs());
}
