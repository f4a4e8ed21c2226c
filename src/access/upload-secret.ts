import { fromBase64Url, toBase64Url } from '../platform/base64url.ts';
import { sha256Hex } from '../platform/digest.ts';

const NONCE_BYTES = 32;

/** Separates these secrets from anything else that a token may ever be the key of. */
const PURPOSE = 'vitrine upload ';

/** Makes the random part of an upload URL's secret, in base64url. */
export function newUploadNonce(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}

/**
 * Returns the secret of an upload URL, 32 bytes in base64url, from its random part and the token that makes the URL. The
 * database keeps the random part for repeats of the request, and has no token: what is in it opens no URL (decision 054).
 */
export async function deriveUploadSecret(token: string, nonce: string): Promise<string> {
  const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encode(token), algorithm, false, ['sign']);
  const message = new Uint8Array([...encode(PURPOSE), ...fromBase64Url(nonce)]);
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, message)));
}

/** Returns the digest by which an upload URL is looked up; its secret is stored nowhere. */
export async function digestUploadSecret(secret: string): Promise<string> {
  return await sha256Hex(new TextEncoder().encode(secret));
}
