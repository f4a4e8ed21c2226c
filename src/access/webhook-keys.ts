import { seal, unseal, type SecretsKeys } from './seal.ts';

/** Sealed for one store: in another store's row it cannot be opened. */
const context = (storeId: number): string => `webhook key of store ${storeId}`;

/** Seals what a store's webhooks are signed with for the database; undefined where the deployment has no SECRETS_KEYS. */
export async function sealWebhookKey(
  secretsKeys: SecretsKeys,
  storeId: number,
  key: string,
): Promise<string | undefined> {
  return await seal(secretsKeys, context(storeId), key);
}

/** Opens a store's key; undefined where the deployment cannot open it. */
export async function openWebhookKey(
  secretsKeys: SecretsKeys,
  storeId: number,
  sealed: string,
): Promise<string | undefined> {
  return await unseal(secretsKeys, context(storeId), sealed);
}
