import { toBase64Url } from '../platform/base64url.ts';
import type { UrlSigningKeys } from './signature.ts';

/** Finds which keys of stores are in force. */
export interface UrlKeyIndex {
  /** Returns the ids of a store's keys; those that were revoked are not among them. */
  activeKeyIds(storeHash: string): Promise<ReadonlySet<string>>;
}

/** How long an isolate remembers the keys of a store: so long a revoked key may still open what it signed. */
const REMEMBERED_MS = 60_000;

/** The most stores whose keys an isolate remembers. */
const MAX_REMEMBERED = 1_000;

/** Keys of stores as an isolate has last read them, so that a hot signed picture costs no question to the database. */
const remembered = new Map<string, { readonly readAtMs: number; readonly ids: ReadonlySet<string> }>();

/** Forgets what was remembered, for tests. */
export const forgetUrlKeys = (): void => remembered.clear();

/**
 * Returns whether a store's key is in force, at most a minute late. Unknown ids are asked for again each time they are
 * not remembered, since a new key has to work at once.
 */
export async function isActiveKey(
  index: UrlKeyIndex,
  storeHash: string,
  keyId: string,
  nowMs: number,
): Promise<boolean> {
  const known = remembered.get(storeHash);
  if (known !== undefined && nowMs - known.readAtMs < REMEMBERED_MS && known.ids.has(keyId)) return true;
  const ids = await index.activeKeyIds(storeHash);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (ids.size > 0) remembered.set(storeHash, { readAtMs: nowMs, ids });
  return ids.has(keyId);
}

/** A key of a store as whoever signs with it has it. */
export interface StoreUrlKey {
  /** The parameter `k` of what it signs: the id of the service's secret, a dot, and the id of the store's key. */
  readonly id: string;
  /** What its signatures are made with, as text. */
  readonly secret: string;
}

/** The pattern of the id of a store's key, after that of the service's secret. */
const STORE_KEY_ID = /^(?<service>[^.]+)\.(?<key>[a-f0-9]{12})$/;

/** Returns the two parts of a key id of a URL. Returns undefined where it is none of a store's own key. */
export function parseStoreKeyId(
  keyId: string,
): { readonly serviceKeyId: string; readonly storeKeyId: string } | undefined {
  const groups = STORE_KEY_ID.exec(keyId)?.groups;
  if (groups === undefined) return undefined;
  return { serviceKeyId: groups['service'] ?? '', storeKeyId: groups['key'] ?? '' };
}

/**
 * Returns the store's key with this id, by the secret of the service that new ones are made with. It is derived, so that
 * no database holds it. Returns undefined in a deployment without such secrets.
 */
export async function deriveUrlKey(
  keys: UrlSigningKeys,
  storeHash: string,
  storeKeyId: string,
): Promise<StoreUrlKey | undefined> {
  const [first] = keys;
  if (first === undefined) return undefined;
  const [serviceKeyId, secret] = first;
  return { id: `${serviceKeyId}.${storeKeyId}`, secret: await deriveSecret(secret, storeHash, storeKeyId) };
}

/** Returns the secret of a store's key as text: 43 characters of base64url. */
export async function deriveSecret(secret: string, storeHash: string, storeKeyId: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const root = await crypto.subtle.importKey('raw', encoder.encode(secret), hmac, false, ['sign']);
  const derived = await crypto.subtle.sign(
    'HMAC',
    root,
    encoder.encode(`picture url key ${storeKeyId} of ${storeHash}`),
  );
  return toBase64Url(new Uint8Array(derived));
}
