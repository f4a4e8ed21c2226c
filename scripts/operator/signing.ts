import { randomBytes } from 'node:crypto';
import { sealSigningKeys, type SecretsKeys } from '../../src/access/sealed-secrets.ts';
import { UsageError } from './arguments.ts';
import { sqlLiteral, query, type Target } from './database.ts';
import { configureStore } from './stores.ts';

/** Sets whether calls of the Store API may or must be signed; returns the store's settings. */
export async function setSigning(target: Target, hash: string, mode: string | undefined): Promise<string> {
  if (mode !== 'off' && mode !== 'accepted' && mode !== 'required') {
    throw new UsageError('Signing is off, accepted or required.');
  }
  const settings = await configureStore(target, hash, { signing: mode });
  return mode === 'required' ? `${settings}\n${WRITES_OF_PUBLIC_KEYS}` : settings;
}

/** What an operator would else learn from a 403. */
const WRITES_OF_PUBLIC_KEYS =
  'Tokens that the Store API takes now write by its signed calls only. For the other APIs: token create HASH --apis v1,v3,v2,shoptet';

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
