import { fromBase64Url, toBase64Url } from '../platform/base64url.ts';

/** Worker secrets by id, the newest first. */
export type SecretsKeys = ReadonlyMap<string, string>;

const IV_BYTES = 12;

/**
 * Encrypts a text with AES-GCM under the newest key.
 *
 * @param context what the text belongs to: opening needs the same, so that a sealed text is of no use elsewhere.
 * @returns `key id.iv.ciphertext`, base64url; undefined where there is no key.
 */
export async function seal(keys: SecretsKeys, context: string, text: string): Promise<string | undefined> {
  const [newest] = keys;
  if (newest === undefined) return undefined;
  const [keyId, secret] = newest;
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await deriveKey(secret, 'encrypt');
  const sealed = await crypto.subtle.encrypt(algorithm(iv, context), key, encode(text));
  return `${keyId}.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`;
}

/** Decrypts what `seal` made; undefined where no key opens it, the context is another, or it was tampered with. */
export async function unseal(keys: SecretsKeys, context: string, sealed: string): Promise<string | undefined> {
  const [keyId = '', iv = '', ciphertext = ''] = sealed.split('.');
  const secret = keys.get(keyId);
  if (secret === undefined) return undefined;
  try {
    const key = await deriveKey(secret, 'decrypt');
    const text = await crypto.subtle.decrypt(algorithm(fromBase64Url(iv), context), key, fromBase64Url(ciphertext));
    return new TextDecoder().decode(text);
  } catch {
    return undefined;
  }
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

const algorithm = (iv: Uint8Array<ArrayBuffer>, context: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encode(context),
});

/** The secret is long and random, so one hash makes a key of it; a slow derivation would only cost time. */
async function deriveKey(
  secret: string,
  use: 'encrypt' | 'decrypt',
): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  const digest = await crypto.subtle.digest('SHA-256', encode(`vitrine sealed secrets ${secret}`));
  return await crypto.subtle.importKey('raw', digest, 'AES-GCM', false, [use]);
}
