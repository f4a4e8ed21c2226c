import { storeApi, type StoreAnswer } from '../../support/store-api.ts';
import type { TestStore } from '../../support/stores.ts';

type Plain = string | number | boolean | null;

/** What a call says: fields, or numbered rows of them. */
export type SentFields = Readonly<Record<string, Plain | Readonly<Record<string, Plain>>>>;

/**
 * A client of signed calls, written from ST-38 to ST-40 alone and without the service's code: its own tidying and
 * its own serialising.
 */
export class SigningClient {
  signature = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll('-', '');
  serverSignature = '';
  timestamp: () => string = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  readonly #store: TestStore;
  readonly #keys: { privateKey: string; secret: string };
  readonly #key: string;

  constructor(store: TestStore, keys = { privateKey: 'a-private-key', secret: 'a-secret' }, key = store.token) {
    this.#store = store;
    this.#keys = keys;
    this.#key = key;
  }

  async fingerprint(
    route: string,
    fields: SentFields,
    timestamp: string,
    serverSignature = this.serverSignature,
  ): Promise<string> {
    const { privateKey, secret } = this.#keys;
    const message = privateKey + timestamp + secret + route + serialize(fields) + serverSignature;
    const latin1 = Array.from(message, (character) => (character > 'ÿ' ? '?' : character)).join('');
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', bytesOf(privateKey), hmac, false, ['sign']);
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(latin1)));
    return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  async authenticate(): Promise<Response> {
    const timestamp = this.timestamp();
    const fingerprint = await this.fingerprint('/v1.3/auth', {}, timestamp, '');
    const json = { signature: this.signature, timestamp, fingerprint };
    const response = await storeApi(this.#store, 'POST', '/v1.3/auth/', { json, key: this.#key });
    const { signature } = await response.clone().json<StoreAnswer>();
    this.serverSignature = signature ?? '';
    return response;
  }

  async call(method: string, path: string, fields: SentFields = {}): Promise<Response> {
    const timestamp = this.timestamp();
    const route = path.replace(/\/$/, '');
    const fingerprint = await this.fingerprint(route, fields, timestamp);
    const signing = { signature: this.signature, timestamp, fingerprint };
    const all = { ...fields, ...signing };
    if (method === 'POST' || method === 'PUT') {
      return await storeApi(this.#store, method, path, { json: all, key: this.#key });
    }
    const query = new URLSearchParams(Object.entries(all).map(([name, value]) => [name, toText(value)]));
    return await storeApi(this.#store, method, `${path}?${query.toString()}`, { key: this.#key });
  }
}

const bytesOf = (latin1: string): Uint8Array => Uint8Array.from(latin1, (character) => character.charCodeAt(0));
const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** Enough of the tidying for plain fields: strings, numbers, booleans, null and rows of them, without HTML. */
function serialize(fields: SentFields): string {
  const entries = Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => {
      const name = /^\d+$/.test(key) ? `i:${key};` : `s:${utf8Length(key)}:"${key}";`;
      if (typeof value === 'object' && value !== null) return name + serialize(value);
      const text = toText(value);
      const collapsed = text.replaceAll(/\s+/g, ' ');
      return utf8Length(text) > 1000 ? [] : `${name}s:${utf8Length(collapsed)}:"${collapsed}";`;
    });
  return `a:${entries.length}:{${entries.join('')}}`;
}

function toText(value: SentFields[string]): string {
  if (typeof value === 'string') return value.trim();
  return value === true ? '1' : typeof value === 'number' ? value.toString() : '';
}
