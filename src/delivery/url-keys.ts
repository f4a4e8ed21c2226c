import { newShortId } from '../model/ids.ts';
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

/** The pattern of the id of a store's key: that of the secret of the service from which it is derived, and its own. */
const STORE_KEY_ID = /^(?<service>[^.]+)\.(?<key>[a-f0-9]{12})$/;

/** Returns the two parts of a key id of a URL. Returns undefined where it is none of a store's own key. */
export function parseStoreKeyId(
  keyId: string,
): { readonly serviceKeyId: string; readonly storeKeyId: string } | undefined {
  const groups = STORE_KEY_ID.exec(keyId)?.groups;
  if (groups === undefined) return undefined;
  return { serviceKeyId: groups['service'] ?? '', storeKeyId: groups['key'] ?? '' };
}

/** Returns a new id for a key of a store. Returns undefined in a deployment without secrets to derive keys from. */
export function newStoreKeyId(keys: UrlSigningKeys): string | undefined {
  const [serviceKeyId] = keys.keys();
  if (serviceKeyId === undefined) return undefined;
  return `${serviceKeyId}.${newShortId()}`;
}

/** Returns the secret of a store's key. Returns undefined where the deployment has not the secret that it comes from. */
export async function storeKeySecret(
  keys: UrlSigningKeys,
  storeHash: string,
  keyId: string,
): Promise<string | undefined> {
  const parsed = parseStoreKeyId(keyId);
  const secret = keys.get(parsed?.serviceKeyId ?? '');
  if (parsed === undefined || secret === undefined) return undefined;
  return await deriveSecret(secret, storeHash, parsed.storeKeyId);
}

/** Returns the secret of a store's key as text: 43 characters of base64url. It is derived, so no database holds it. */
async function deriveSecret(secret: string, storeHash: string, storeKeyId: string): Promise<string> {
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
