import * as z from 'zod';
import { seal, unseal, type SecretsKeys } from './sealed-secrets.ts';

const keysSchema = z.object({ privateKey: z.string(), secret: z.string() });

/** What a store and the clients of its Store API share. */
export type StoreSigningKeys = z.infer<typeof keysSchema>;

/** Sealed for one store: in another store's row they cannot be opened. */
const context = (storeHash: string): string => `signing keys of ${storeHash}`;

/** Seals a store's keys for the database; undefined where the deployment has no SECRETS_KEYS. */
export async function sealSigningKeys(
  secretsKeys: SecretsKeys,
  storeHash: string,
  keys: StoreSigningKeys,
): Promise<string | undefined> {
  return await seal(secretsKeys, context(storeHash), JSON.stringify(keys));
}

/** Opens a store's keys; undefined where it has none, or the deployment cannot open them. */
export async function openSigningKeys(
  secretsKeys: SecretsKeys,
  storeHash: string,
  sealed: string | undefined,
): Promise<StoreSigningKeys | undefined> {
  const json = sealed === undefined ? undefined : await unseal(secretsKeys, context(storeHash), sealed);
  return json === undefined ? undefined : keysSchema.parse(JSON.parse(json));
}
