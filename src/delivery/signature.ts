import { fromBase64Url, toBase64Url } from '../platform/base64url.ts';
import type { PicturePath } from './picture-path.ts';
import { formatPicturePath } from './picture-path.ts';
import { storeKeySecret } from './url-keys.ts';

/** The secrets that picture URLs are signed with, by key id. New URLs are signed with the first one. */
export type UrlSigningKeys = ReadonlyMap<string, string>;

/** The query of a signed URL. */
export interface Signature {
  /** Parameter `k`: the id of the key. */
  readonly keyId: string;
  /** Parameter `e`: the end of validity, in Unix seconds. */
  readonly expiresAtS: number;
  /** Parameter `s`: the HMAC in base64url. */
  readonly mac: string;
}

/**
 * Reads the parameters `k`, `e` and `s`. Returns undefined when all are missing, and 'malformed' when some are missing
 * or invalid.
 */
export function readSignature(query: URLSearchParams): Signature | 'malformed' | undefined {
  const [keyId, expires, mac] = [query.get('k'), query.get('e'), query.get('s')];
  if (keyId === null && expires === null && mac === null) return undefined;
  if (keyId === null || mac === null || expires === null || !/^\d{1,12}$/.test(expires)) return 'malformed';
  return { keyId, expiresAtS: Number(expires), mac };
}

/**
 * Signs a path until `expiresAtS`, in Unix seconds. The signature is valid for the path's own store only.
 *
 * @returns the HMAC in base64url, the parameter `s`.
 */
export async function signPath(path: PicturePath, keyId: string, secret: string, expiresAtS: number): Promise<string> {
  const key = await deriveStoreKey(secret, path.storeHash);
  const mac = await crypto.subtle.sign('HMAC', key, signedMessage(path, keyId, expiresAtS));
  return toBase64Url(new Uint8Array(mac));
}

/**
 * Returns whether the signature belongs to this path and one of the keys, or a key of the store made with one of them,
 * and has not expired. Whether a key of the store is still in force is another question, which costs more and so comes
 * after this one. `crypto.subtle.verify` compares in constant time.
 */
export async function isValidSignature(
  path: PicturePath,
  signature: Signature,
  keys: UrlSigningKeys,
  nowMs: number,
): Promise<boolean> {
  if (!MAC_PATTERN.test(signature.mac) || signature.expiresAtS * 1000 <= nowMs) return false;
  const key = await findKey(keys, path.storeHash, signature.keyId);
  if (key === undefined) return false;
  return await crypto.subtle.verify(
    'HMAC',
    key,
    fromBase64Url(signature.mac),
    signedMessage(path, signature.keyId, signature.expiresAtS),
  );
}

/** Returns the key of the service for this store, or the store's own key, by its id. */
async function findKey(
  keys: UrlSigningKeys,
  storeHash: string,
  keyId: string,
): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>> | undefined> {
  const serviceSecret = keys.get(keyId);
  if (serviceSecret !== undefined) return await deriveStoreKey(serviceSecret, storeHash);
  const secret = await storeKeySecret(keys, storeHash, keyId);
  return secret === undefined ? undefined : await importSecret(secret);
}

/** 32 bytes in base64url. */
const MAC_PATTERN = /^[\w-]{43}$/;

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** What the signing key of a store is derived from, before its hash. */
export const STORE_KEY_LABEL = 'picture urls of ';

/** Derives the signing key of one store from a secret of the service, so that a leaked key opens one store only. */
async function deriveStoreKey(
  secret: string,
  storeHash: string,
): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  const root = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['sign']);
  const derived = await crypto.subtle.sign('HMAC', root, new TextEncoder().encode(`${STORE_KEY_LABEL}${storeHash}`));
  return await crypto.subtle.importKey('raw', derived, HMAC, false, ['sign', 'verify']);
}

/** Imports the secret of a store's own key: its characters are the bytes of the key. */
async function importSecret(secret: string): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  return await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['verify']);
}

const signedMessage = (path: PicturePath, keyId: string, expiresAtS: number): Uint8Array =>
  new TextEncoder().encode(`${formatPicturePath(path)}\n${keyId}\n${expiresAtS}`);
