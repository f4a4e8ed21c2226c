import { randomBytes } from 'node:crypto';
import { sealSigningKeys, type SecretsKeys } from '../../src/access/sealed-secrets.ts';
import { sqlLiteral, query, type Target } from './database.ts';

/**
 * Gives a store a new private key and secret for signed calls, and returns them. They cannot be shown again, because
 * they are stored sealed. Sessions of the old keys end at once.
 */
export async function rotateSigningKeys(target: Target, hash: string, secretsKeys: SecretsKeys): Promise<string> {
  const keys = { privateKey: randomBytes(32).toString('hex'), secret: randomBytes(32).toString('hex') };
  const sealed = await sealSigningKeys(secretsKeys, hash, keys);
  if (sealed === undefined) throw new Error('SECRETS_KEYS names no key to seal with.');
  const rows = await query(
    target,
    `UPDATE stores SET sealed_signing_keys = ${sqlLiteral(sealed)} WHERE hash = ${sqlLiteral(hash)} RETURNING settings`,
  );
  if (rows.length === 0) throw new Error(`There is no store ${hash}.`);
  return `Signing keys of ${hash}; they are shown this once:\n  private key  ${keys.privateKey}\n  secret       ${keys.secret}`;
}
