import type { Context } from 'hono';
import type { Store } from '../../model/model.ts';
import type { CataloguePorts } from '../../catalogue/ports.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { isUnmodifiedSince, lastModifiedSeconds } from '../../http/last-modified.ts';
import { routePath, type PathSuffix } from '../../http/route-path.ts';
import { meteredPorts } from '../bigcommerce/credentials.ts';
import type { Entrance } from './auth-scheme.ts';
import { chooseFormat, writeDocument, type Format, type WireDocument } from './format.ts';

/** One request of this version, let in or not yet. */
export interface V2Call {
  readonly c: Context<AppEnv>;
  readonly entrance: Entrance;
  readonly suffix: PathSuffix | undefined;
  /** The form of the answer. */
  readonly format: Format;
  readonly ports: CataloguePorts;
  /** What URLs in answers begin with. */
  readonly origin: string;
  readonly query: URLSearchParams;
}

/** A call whose credentials have been read, though not checked. */
export interface NamedCall extends V2Call {
  readonly credentials: Credentials;
}

/** Opens a call: what form it wants its answer in is known before anything can go wrong. */
export function openCall(c: Context<AppEnv>, entrance: Entrance): V2Call {
  const { service } = c.var;
  const url = new URL(c.req.url);
  const { suffix } = routePath(url.pathname);
  const format = chooseFormat(suffix, c.req.header('Accept'));
  const { origin } = service;
  return { c, entrance, suffix, format, ports: meteredPorts(service), origin, query: url.searchParams };
}

/** Writes a document in the form that the call wants. */
export function respond(
  call: V2Call,
  document: WireDocument,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { body, contentType } = writeDocument(document, call.format);
  return new Response(body, { status, headers: { 'Content-Type': contentType, ...varyByAccept(call), ...headers } });
}

/** Where there is no suffix, Accept decides the form. */
function varyByAccept({ suffix }: V2Call): Record<string, string> {
  return suffix === undefined ? { Vary: 'Accept' } : {};
}

/** What tells the versions of an answer apart. */
export interface Validators {
  readonly store: Store;
  readonly productVersion: number;
  /** undefined where there is nothing that could have changed. */
  readonly changedAtMs: number | undefined;
}

/** Answers with `make`, or with 304 where the client has it; If-None-Match counts before If-Modified-Since. */
export function respondIfModified(
  call: V2Call,
  validators: Validators,
  make: (headers: Readonly<Record<string, string>>) => Response,
): Response {
  const request = call.c.req.raw.headers;
  const { store, productVersion } = validators;
  const etag = listEtag(productVersion, store, call.format === 'xml' ? 'xml' : '');
  const modifiedSeconds = lastModifiedOf(call, validators);
  const headers = { ETag: etag, ...lastModifiedHeader(modifiedSeconds) };
  const isSame = request.has('If-None-Match')
    ? isNotModified(request, etag)
    : isUnmodifiedSince(request, modifiedSeconds);
  return isSame ? new Response(null, { status: 304, headers: { ...headers, ...varyByAccept(call) } }) : make(headers);
}

/** The header, where a full second has passed since the change. */
export function lastModifiedHeader(modifiedSeconds: number | undefined): Record<string, string> {
  return modifiedSeconds === undefined ? {} : { 'Last-Modified': new Date(modifiedSeconds * 1000).toUTCString() };
}

/** Settings count too: they decide the sizes in the URLs. */
export function lastModifiedOf(
  { ports }: V2Call,
  { store, changedAtMs }: Pick<Validators, 'store' | 'changedAtMs'>,
): number | undefined {
  if (changedAtMs === undefined) return undefined;
  return lastModifiedSeconds(Math.max(changedAtMs, store.settingsChangedAtMs), ports.nowMs());
}
