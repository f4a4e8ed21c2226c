import { fromBase64Url, toBase64Url } from '../platform/base64url.ts';
import type { PicturePath } from './picture-path.ts';
import { formatPicturePath } from './picture-path.ts';

/** Secrets by key id; the first is the one that new URLs are signed with. */
export type UrlSigningKeys = ReadonlyMap<string, string>;

/** The query of a signed URL. */
export interface Signature {
  /** k */
  readonly keyId: string;
  /** e: unix seconds. */
  readonly expiresAtS: number;
  /** s: base64url of the HMAC. */
  readonly mac: string;
}

/** Reads k, e and s; undefined where none of them is there, 'malformed' where some are wrong. */
export function readSignature(query: URLSearchParams): Signature | 'malformed' | undefined {
  const [keyId, expires, mac] = [query.get('k'), query.get('e'), query.get('s')];
  if (keyId === null && expires === null && mac === null) return undefined;
  if (keyId === null || mac === null || expires === null || !/^\d{1,12}$/.test(expires)) return 'malformed';
  return { keyId, expiresAtS: Number(expires), mac };
}

/** Signs a path until `expiresAtS`, for the store that the path names and no other. */
export async function signPath(path: PicturePath, keyId: string, secret: string, expiresAtS: number): Promise<string> {
  const key = await deriveStoreKey(secret, path.storeHash);
  const mac = await crypto.subtle.sign('HMAC', key, signedMessage(path, keyId, expiresAtS));
  return toBase64Url(new Uint8Array(mac));
}

/** True where the signature is ours, for this path, and has not expired. The comparison is `crypto.subtle.verify`'s. */
export async function isValidSignature(
  path: PicturePath,
  signature: Signature,
  keys: UrlSigningKeys,
  nowMs: number,
): Promise<boolean> {
  const secret = keys.get(signature.keyId);
  if (secret === undefined || !MAC_PATTERN.test(signature.mac) || signature.expiresAtS * 1000 <= nowMs) return false;
  const key = await deriveStoreKey(secret, path.storeHash);
  return await crypto.subtle.verify(
    'HMAC',
    key,
    fromBase64Url(signature.mac),
    signedMessage(path, signature.keyId, signature.expiresAtS),
  );
}

/** 32 bytes in base64url. */
const MAC_PATTERN = /^[\w-]{43}$/;

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** Each store has a key of its own, derived from the service's secret: one that leaks opens one store. */
export async function deriveStoreKey(
  secret: string,
  storeHash: string,
): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  const root = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['sign']);
  const derived = await crypto.subtle.sign('HMAC', root, new TextEncoder().encode(`picture urls of ${storeHash}`));
  return await crypto.subtle.importKey('raw', derived, HMAC, false, ['sign', 'verify']);
}

const signedMessage = (path: PicturePath, keyId: string, expiresAtS: number): Uint8Array =>
  new TextEncoder().encode(`${formatPicturePath(path)}\n${keyId}\n${expiresAtS}`);
