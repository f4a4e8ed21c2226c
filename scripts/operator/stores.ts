import * as z from 'zod';
import { parseSettings } from '../../src/model/settings.ts';
import { sqlLiteral, query, toLines, type Target } from './database.ts';
import { UsageError } from './arguments.ts';
import { atEachShard, createInShard, roomiestShard, shardsOf, usedOf } from './shards.ts';

const HASH = /^[a-z0-9]{1,32}$/;

/** Checks a store's hash before it becomes part of URLs and keys, and returns it. @throws where it is malformed. */
export function checkHash(hash: string | undefined): string {
  if (hash === undefined || !HASH.test(hash)) throw new UsageError('A store hash is 1 to 32 of a-z and 0-9.');
  return hash;
}

/** Returns a store's id. @throws where there is no such store. */
export async function findStoreId(target: Target, hash: string): Promise<number> {
  const [row] = await query(target, `SELECT id FROM stores WHERE hash = ${sqlLiteral(hash)}`);
  if (typeof row?.['id'] !== 'number') throw new Error(`There is no store ${hash}.`);
  return row['id'];
}

/** Creates a store; returns a sentence that says so. */
export async function createStore(
  target: Target,
  hash: string,
  name: string,
  askedShard: string | undefined,
): Promise<string> {
  const shards = shardsOf(target);
  const shard = shards.find((known) => known === askedShard);
  if (askedShard !== undefined && shard === undefined) {
    throw new UsageError(
      `There is no database ${askedShard}: there ${shards.length === 1 ? 'is' : 'are'} ${shards.join(', ')}.`,
    );
  }
  if (shards.length > 1) {
    const chosen = shard ?? (await roomiestShard(target));
    if (!(await createInShard(target, hash, name, chosen))) throw new Error(`There is a store ${hash} already.`);
    return `Created store ${hash} in ${chosen}. Its token: npm run operator -- token create ${hash}`;
  }
  const rows = await query(
    target,
    `INSERT INTO stores (hash, name, created_at) VALUES (${sqlLiteral(hash)}, ${sqlLiteral(name)}, unixepoch() * 1000)
      ON CONFLICT DO NOTHING RETURNING hash`,
  );
  if (rows.length === 0) throw new Error(`There is a store ${hash} already.`);
  return `Created store ${hash}. Its token: npm run operator -- token create ${hash}`;
}

/**
 * Changes the named settings of a store and returns all of them. @throws before writing where the service could not
 * read them.
 */
export async function configureStore(target: Target, hash: string, changes: object): Promise<string> {
  const [merged] = await query(
    target,
    `SELECT settings AS before, json_patch(settings, ${sqlLiteral(JSON.stringify(changes))}) AS settings FROM stores
      WHERE hash = ${sqlLiteral(hash)}`,
  );
  if (merged === undefined) throw new Error(`There is no store ${hash}.`);
  const settings = String(merged['settings']);
  checkSettings(settings);
  const rows = await query(
    target,
    `UPDATE stores SET settings = ${sqlLiteral(settings)}
      WHERE hash = ${sqlLiteral(hash)} AND settings = ${sqlLiteral(String(merged['before']))} RETURNING settings`,
  ).catch((error: unknown) => {
    if (!String(error).includes('too_many_sizes')) throw error;
    throw new Error(`${hash} has offered 4000 sizes, which are served for ever, and can offer no others.`, {
      cause: error,
    });
  });
  if (rows.length === 0) throw new Error('The settings were changed by someone else meanwhile: look and try again.');
  return `Settings of ${hash}: ${settings}`;
}

/** @throws with a line for each setting that the service could not read. */
function checkSettings(settings: string): void {
  try {
    parseSettings(settings);
  } catch (error) {
    if (!(error instanceof z.core.$ZodError)) throw error;
    throw new UsageError(`Nothing was changed.\n${z.prettifyError(error)}`, { cause: error });
  }
}

/** Lists all stores, with the numbers of their images and tokens, and their settings; of several shards each with its size. */
export async function listStores(target: Target): Promise<string> {
  const shards = atEachShard(target);
  if (shards.length === 1) return await listShard(target);
  const lists = await Promise.all(
    shards.map(async (at) => {
      const { bytes } = await usedOf(at);
      return `${at.shard ?? 'DB'} (${(bytes / 1e6).toFixed(1)} MB):\n${await listShard(at)}`;
    }),
  );
  return lists.join('\n\n');
}

async function listShard(target: Target): Promise<string> {
  const rows = await query(
    target,
    `SELECT s.hash, s.name, c.shop_image_count || ' images in shop galleries' AS images, s.settings,
       (SELECT count(*) FROM tokens t WHERE t.store_id = s.id AND t.revoked_at IS NULL) || ' tokens' AS tokens,
       'on its way to ' || m.other_shard || ': not written to' AS move
     FROM stores s JOIN store_counters c ON c.store_id = s.id
     LEFT JOIN store_moves m ON m.store_id = s.id AND m.phase = 'leaving'
     WHERE s.hash NOT GLOB '*:*' ORDER BY s.hash`,
  );
  return toLines(rows, ['hash', 'name', 'images', 'tokens', 'settings', 'move'], 'No stores.');
}
