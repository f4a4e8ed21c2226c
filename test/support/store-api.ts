import { env, exports } from 'cloudflare:workers';
import { readKeys } from '../../src/access/key-list.ts';
import { sealSigningKeys } from '../../src/access/sealed-secrets.ts';
import type { WireImage } from '../../src/dialects/store/image.ts';
import type { WireMedia } from '../../src/dialects/store/media.ts';
import type { TestStore } from './stores.ts';
import { ORIGIN } from './v3.ts';

/** The fields that an answer of the Store API may have. */
export interface StoreAnswer {
  request: {
    api_version: string;
    status_code: number;
    timestamp: string;
    error?: { type: string; code: string; message: string };
    errors?: { field: string; message: string }[];
  };
  images?: WireImage[];
  media?: WireMedia[];
  signature?: string;
}

export interface CallOptions {
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  /** null: the request has no credentials. */
  user?: string | null;
  key?: string;
}

/** Sends an unsigned request as a client of the Store API would. */
export async function storeApi(
  store: TestStore,
  method: string,
  path: string,
  { json, body, headers, user = store.hash, key = store.token }: CallOptions = {},
): Promise<Response> {
  const all = new Headers(headers);
  if (user !== null) all.set('Authorization', `Basic ${btoa(`${user}:${key}`)}`);
  if (json !== undefined) all.set('Content-Type', 'application/json');
  const sent = json === undefined ? body : JSON.stringify(json);
  return await exports.default.fetch(
    new Request(`${ORIGIN}${path}`, { method, headers: all, ...(sent === undefined ? {} : { body: sent }) }),
  );
}

/** Sends a request and parses the answer; fails the test where the status is not the expected one. */
export async function ask(
  store: TestStore,
  method: string,
  path: string,
  options: CallOptions = {},
  status = method === 'POST' ? 201 : 200,
): Promise<StoreAnswer> {
  const response = await storeApi(store, method, path, options);
  const text = await response.text();
  if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as StoreAnswer;
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Uploads a media and returns it. */
export async function upload(store: TestStore, bytes: Uint8Array, fields: object = {}): Promise<WireMedia> {
  const { media } = await ask(store, 'POST', '/v1.3/media/', { json: { media_data: toBase64(bytes), ...fields } });
  const [row] = media ?? [];
  if (row === undefined) throw new Error('no media in the answer');
  return row;
}

/** Places a media on a product and returns the image. */
export async function place(
  store: TestStore,
  productId: number,
  mediaId: number,
  fields: object = {},
): Promise<WireImage> {
  const json = { media_id: mediaId, ...fields };
  const { images } = await ask(store, 'POST', `/v1.3/products/${productId}/images/`, { json });
  const [row] = images ?? [];
  if (row === undefined) throw new Error('no image in the answer');
  return row;
}

/** Sets a store's signing keys and mode, as the operator's tool would. */
export async function setSigning(
  store: TestStore,
  mode: 'off' | 'accepted' | 'required',
  keys = { privateKey: 'a-private-key', secret: 'a-secret' },
): Promise<void> {
  const sealed = await sealSigningKeys(readKeys('SECRETS_KEYS', SEALING), store.hash, keys);
  await env.DB.prepare(
    `UPDATE stores SET sealed_signing_keys = ?, settings = json_set(settings, '$.signing', ?) WHERE id = ?`,
  )
    .bind(sealed ?? null, mode, store.id)
    .run();
}

/** The older of the keys in vitest.config.ts, so that tests show that it unseals, too. */
const SEALING = 'old:another-sealing-secret';
