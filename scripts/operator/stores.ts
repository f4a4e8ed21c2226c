import { parseSettings } from '../../src/model/settings.ts';
import { literal, query, toLines, type Target } from './database.ts';

const HASH = /^[a-z0-9]{1,32}$/;

/** Checks a store hash before it becomes part of SQL, URLs and keys. */
export function checkHash(hash: string | undefined): string {
  if (hash === undefined || !HASH.test(hash)) throw new Error('A store hash is 1 to 32 of a-z and 0-9.');
  return hash;
}

/** Creates a store. */
export async function createStore(target: Target, hash: string, name: string): Promise<string> {
  const rows = await query(
    target,
    `INSERT INTO stores (hash, name, created_at) VALUES (${literal(hash)}, ${literal(name)}, unixepoch() * 1000)
      ON CONFLICT DO NOTHING RETURNING hash`,
  );
  if (rows.length === 0) throw new Error(`There is a store ${hash} already.`);
  return `Created store ${hash}. Its token: npm run operator -- token create ${hash}`;
}

/** Changes settings of a store; what is not named stays. Nothing is written that the service could not read. */
export async function configureStore(target: Target, hash: string, changes: object): Promise<string> {
  const [merged] = await query(
    target,
    `SELECT settings AS before, json_patch(settings, ${literal(JSON.stringify(changes))}) AS settings FROM stores
      WHERE hash = ${literal(hash)}`,
  );
  if (merged === undefined) throw new Error(`There is no store ${hash}.`);
  const settings = String(merged['settings']);
  parseSettings(settings);
  const rows = await query(
    target,
    `UPDATE stores SET settings = ${literal(settings)}
      WHERE hash = ${literal(hash)} AND settings = ${literal(String(merged['before']))} RETURNING settings`,
  );
  if (rows.length === 0) throw new Error('The settings were changed by someone else meanwhile: look and try again.');
  return `Settings of ${hash}: ${settings}`;
}

/** All stores, with what they hold. */
export async function listStores(target: Target): Promise<string> {
  const rows = await query(
    target,
    `SELECT s.hash, s.name, c.shop_image_count || ' images' AS images, s.settings,
       (SELECT count(*) FROM tokens t WHERE t.store_id = s.id AND t.revoked_at IS NULL) || ' tokens' AS tokens
     FROM stores s JOIN store_counters c ON c.store_id = s.id ORDER BY s.hash`,
  );
  return toLines(rows, ['hash', 'name', 'images', 'tokens', 'settings'], 'No stores.');
}
