import type { UrlSigningKeys } from '../../src/delivery/signature.ts';
import { newStoreKeyId, storeKeySecret } from '../../src/delivery/url-keys.ts';
import { UsageError } from './arguments.ts';
import { query, sqlLiteral, type Target, toLines } from './database.ts';
import { findStoreId } from './stores.ts';

/**
 * Makes a key with which a store signs URLs of pictures by itself, and returns it. Its secret is derived from the first
 * of SIGNING_KEYS, which has to be the one of the deployment.
 */
export async function createSigningKey(
  target: Target,
  hash: string,
  label: string,
  keys: UrlSigningKeys,
): Promise<string> {
  const id = newStoreKeyId(keys);
  const secret = id === undefined ? undefined : await storeKeySecret(keys, hash, id);
  if (id === undefined || secret === undefined) throw new Error('SIGNING_KEYS names no secret to derive keys from.');
  const rows = await query(
    target,
    `INSERT INTO url_keys (store_id, id, label, created_at)
      SELECT id, ${sqlLiteral(id)}, ${sqlLiteral(label)}, unixepoch() * 1000 FROM stores WHERE hash = ${sqlLiteral(hash)}
      RETURNING id`,
  );
  if (rows.length === 0) throw new Error(`There is no store ${hash}.`);
  return `Signing key of ${hash}; its secret is shown this once:\n  id      ${id}\n  secret  ${secret}`;
}

/** Revokes a key of a store. What it has signed is refused within a minute. */
export async function revokeSigningKey(target: Target, hash: string, id: string | undefined): Promise<string> {
  if (id === undefined) throw new UsageError('Which key? signing-key revoke HASH ID');
  const rows = await query(
    target,
    `DELETE FROM url_keys WHERE id = ${sqlLiteral(id)}
      AND store_id = (SELECT id FROM stores WHERE hash = ${sqlLiteral(hash)}) RETURNING label`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Store ${hash} has no signing key ${id}.`);
  return `Revoked ${id} (${String(row['label'])}).`;
}

/** Lists a store's keys, without their secrets. */
export async function listSigningKeys(target: Target, hash: string): Promise<string> {
  const rows = await query(
    target,
    `SELECT k.id, k.label, strftime('%Y-%m-%dT%H:%M:%SZ', k.created_at / 1000, 'unixepoch') AS created
      FROM url_keys k JOIN stores s ON s.id = k.store_id WHERE s.hash = ${sqlLiteral(hash)} ORDER BY k.created_at, k.id`,
  );
  if (rows.length === 0) await findStoreId(target, hash);
  return toLines(rows, ['id', 'created', 'label'], `Store ${hash} has no signing keys.`);
}
