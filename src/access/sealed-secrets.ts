import { fromBase64Url, toBase64Url } from '../platform/base64url.ts';
import * as z from '../platform/schema.ts';

/** The deployment's secrets (SECRETS_KEYS) by id, the newest first: the newest seals, all of them unseal. */
export type SecretsKeys = ReadonlyMap<string, string>;

const IV_BYTES = 12;

/**
 * Encrypts a text with AES-GCM under the newest key.
 *
 * @param context names what the text belongs to; decrypting needs the same context, so that a sealed text cannot be
 * used elsewhere.
 * @returns `{key id}.{iv}.{ciphertext}`, the last two in base64url; undefined where there is no key.
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

/** Decrypts what `seal` returned; undefined where its key is not listed, the context differs, or it was altered. */
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

/** Derives an AES key by one hash: the secret is long and random, so a slow derivation would add no safety. */
async function deriveKey(
  secret: string,
  use: 'encrypt' | 'decrypt',
): Promise<Awaited<ReturnType<typeof crypto.subtle.importKey>>> {
  const digest = await crypto.subtle.digest('SHA-256', encode(`vitrine sealed secrets ${secret}`));
  return await crypto.subtle.importKey('raw', digest, 'AES-GCM', false, [use]);
}

const keysSchema = z.object({ privateKey: z.string(), secret: z.string() });

/** The secrets that a store shares with the clients of its Store API. */
export type StoreSigningKeys = z.infer<typeof keysSchema>;

/** Binds the keys to one store: copied into another store's row, they cannot be unsealed. */
const signingContext = (storeHash: string): string => `signing keys of ${storeHash}`;

/** Seals a store's signing keys for the database; undefined where the deployment has no SECRETS_KEYS. */
export async function sealSigningKeys(
  secretsKeys: SecretsKeys,
  storeHash: string,
  keys: StoreSigningKeys,
): Promise<string | undefined> {
  return await seal(secretsKeys, signingContext(storeHash), JSON.stringify(keys));
}

/** Unseals a store's signing keys; undefined where it has none, or the deployment's SECRETS_KEYS cannot unseal them. */
export async function unsealSigningKeys(
  secretsKeys: SecretsKeys,
  storeHash: string,
  sealed: string | undefined,
): Promise<StoreSigningKeys | undefined> {
  const json = sealed === undefined ? undefined : await unseal(secretsKeys, signingContext(storeHash), sealed);
  return json === undefined ? undefined : keysSchema.parse(JSON.parse(json));
}

/** Binds the key to one store: copied into another store's row, it cannot be unsealed. */
const webhookContext = (storeId: number): string => `webhook key of store ${storeId}`;

/**
 * Seals the key that a store's webhooks are signed with, or the secret of one of them, for the database; undefined where the deployment has no
 * SECRETS_KEYS.
 */
export async function sealWebhookKey(
  secretsKeys: SecretsKeys,
  storeId: number,
  key: string,
): Promise<string | undefined> {
  return await seal(secretsKeys, webhookContext(storeId), key);
}

/** Unseals a store's webhook key, or the secret of one of its webhooks; undefined where the deployment's SECRETS_KEYS cannot unseal it. */
export async function unsealWebhookKey(
  secretsKeys: SecretsKeys,
  storeId: number,
  sealed: string,
): Promise<string | undefined> {
  return await unseal(secretsKeys, webhookContext(storeId), sealed);
}

/** Binds a token to the store that it is of. */
const tokenContext = (storeId: number): string => `token of store ${storeId}`;

/**
 * Seals a new token for as long as its request can be repeated by its Idempotency-Key; undefined where the deployment
 * has no SECRETS_KEYS.
 */
export async function sealToken(secretsKeys: SecretsKeys, storeId: number, token: string): Promise<string | undefined> {
  return await seal(secretsKeys, tokenContext(storeId), token);
}

/** Unseals a new token; undefined where the deployment's SECRETS_KEYS cannot unseal it. */
export async function unsealToken(
  secretsKeys: SecretsKeys,
  storeId: number,
  sealed: string,
): Promise<string | undefined> {
  return await unseal(secretsKeys, tokenContext(storeId), sealed);
}

const SESSION_CONTEXT = 'session of a browser';
const sessionSchema = z.object({ token: z.string(), endsAtMs: z.number(), storeHash: z.string() });

/** What the cookie of a browser stands for. */
export type SealedSession = z.infer<typeof sessionSchema>;

/** Seals a session for the cookie of a browser; undefined where the deployment has no SECRETS_KEYS. */
export const sealSession = async (secretsKeys: SecretsKeys, session: SealedSession): Promise<string | undefined> =>
  await seal(secretsKeys, SESSION_CONTEXT, JSON.stringify(session));

/** Unseals the cookie of a browser; undefined where the deployment's SECRETS_KEYS cannot unseal it. */
export async function unsealSession(secretsKeys: SecretsKeys, sealed: string): Promise<SealedSession | undefined> {
  const json = await unseal(secretsKeys, SESSION_CONTEXT, sealed);
  if (json === undefined) return undefined;
  const session = sessionSchema.safeParse(JSON.parse(json));
  // A cookie of an earlier version of the service has ended.
  return session.success ? session.data : undefined;
}
