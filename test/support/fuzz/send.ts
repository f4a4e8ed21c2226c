import { exports } from 'cloudflare:workers';
import type { ApiId } from '../../../reference/description.ts';
import { TINY_PNG } from '../pictures.ts';
import type { TestStore } from '../stores.ts';
import { ORIGIN } from '../v3.ts';
import { asText, type GeneratedBody, type GeneratedRequest } from './request-arbitrary.ts';

const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

function credentialsOf(api: ApiId, store: TestStore, token: string, server: string): readonly [string, string] {
  if (api === 'v1') return ['Authorization', `Bearer ${token}`];
  if (api === 'shoptet') return ['Shoptet-Private-API-Token', token];
  if (api === 'store' || server.startsWith('/api/v2')) return ['Authorization', basic(store.hash, token)];
  return ['X-Auth-Token', token];
}

/** Returns the request, or undefined where no client could send it. */
export function toRequest(api: ApiId, store: TestStore, generated: GeneratedRequest): Request | undefined {
  const { operation, server, path, query, headers, body, credentials } = generated;
  const filled = (server + operation.path).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'store' ? store.hash : encodeURIComponent((path[name] ?? '').toWellFormed()),
  );
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  try {
    const all = new Headers(headers);
    const tokens = { own: store.token, reading: store.readToken, wrong: 'nobody', none: undefined };
    const token = tokens[credentials];
    if (token !== undefined) all.set(...credentialsOf(api, store, token, server));
    const sent = toBody(body);
    if (sent.contentType !== undefined) all.set('Content-Type', sent.contentType);
    const url = `${ORIGIN}${filled}${search === '' ? '' : `?${search}`}`;
    return new Request(url, {
      method: operation.method,
      headers: all,
      ...(sent.body !== undefined && { body: sent.body }),
    });
  } catch {
    return undefined;
  }
}

interface SentBody {
  readonly body?: BodyInit;
  readonly contentType?: string;
}

function toBody(body: GeneratedBody | undefined): SentBody {
  if (body === undefined) return {};
  if (body.kind === 'text') {
    // Bytes have no type of their own, so that a request may have none.
    const bytes = new TextEncoder().encode(body.text);
    return { body: bytes, ...(body.contentType !== undefined && { contentType: body.contentType }) };
  }
  const form = new FormData();
  for (const [name, value] of body.fields) form.append(name, toField(name, value));
  return { body: form };
}

/** A field that a file belongs in is a picture, unless its text is hostile enough to be one of its bytes. */
function toField(name: string, value: unknown): string | File {
  const text = asText(value);
  if (!name.endsWith('file')) return text;
  return new File([text.length % 4 === 0 ? new TextEncoder().encode(text) : TINY_PNG], `${text.slice(0, 20)}.png`);
}

/** Sends a request, and returns how the service failed; undefined where it did not. */
export async function failureOf(request: Request): Promise<string | undefined> {
  const response = await exports.default.fetch(request);
  const text = await response.text();
  return response.status >= 500 ? `${response.status}: ${text}` : undefined;
}
