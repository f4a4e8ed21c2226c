import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { DEFAULT_SHARD, isShardName, type ShardName } from '../../src/model/shard.ts';
import { numberFrom } from '../../src/storage/shard-numbers.ts';
import { DEPLOY_CONFIG, remoteArgs } from '../deploy/paths.ts';
import { localShards } from '../local-shards.ts';
import { runWrangler } from '../wrangler.ts';
import { databaseName, query, queryEach, sqlLiteral, type Target } from './database.ts';

const configSchema = z.object({ d1_databases: z.array(z.object({ binding: z.string() })) });

/** Returns the shards of the local state or of the deployment, the default one first. */
export function shardsOf(target: Target): readonly [ShardName, ...ShardName[]] {
  if (!target.remote) {
    const [, ...others] = localShards(target.stateDir);
    return [DEFAULT_SHARD, ...others.map(({ shard }) => shard)];
  }
  remoteArgs();
  const { d1_databases: databases } = configSchema.parse(JSON.parse(readFileSync(DEPLOY_CONFIG, 'utf8')));
  const names = databases.map(({ binding }) => binding).filter(isShardName);
  return [DEFAULT_SHARD, ...names.filter((shard) => shard !== DEFAULT_SHARD)];
}

/** Returns the same target at each of its shards; one alone is the target itself. */
export function atEachShard(target: Target): readonly [Target, ...Target[]] {
  const [, ...others] = shardsOf(target);
  return [target, ...others.map((shard) => ({ ...target, shard }))];
}

/** Returns the target at the shard of a store, as the directory says. A store that it does not name is in the default one. */
export async function atStore(target: Target, hash: string): Promise<Target> {
  if (shardsOf(target).length === 1) return target;
  const [row] = await query(target, `SELECT shard FROM store_places WHERE hash = ${sqlLiteral(hash)}`);
  const shard = String(row?.['shard'] ?? DEFAULT_SHARD);
  return isShardName(shard) && shard !== DEFAULT_SHARD ? { ...target, shard } : target;
}

const usedSchema = z.array(
  z.object({ meta: z.object({ size_after: z.number() }), results: z.array(z.object({ stores: z.number() })) }),
);

const COUNT_STORES = 'SELECT count(*) AS stores FROM stores';

/** What a shard holds. */
interface Used {
  readonly bytes: number;
  readonly stores: number;
}

/** Returns what a shard holds. */
export async function usedOf(target: Target): Promise<Used> {
  if (!target.remote) {
    // The file alone does not say it: what was written last is in the log beside it.
    const bytes = 'SELECT page_count * page_size FROM pragma_page_count, pragma_page_size';
    const [row] = await query(target, `SELECT (${bytes}) AS bytes, (SELECT count(*) FROM stores) AS stores`);
    return { bytes: Number(row?.['bytes']), stores: Number(row?.['stores']) };
  }
  const name = databaseName(target.shard);
  const output = await runWrangler(['d1', 'execute', name, ...remoteArgs(), '--json', '--command', COUNT_STORES]);
  const [answer] = usedSchema.parse(JSON.parse(output.slice(output.indexOf('['))));
  return { bytes: answer?.meta.size_after ?? 0, stores: answer?.results[0]?.stores ?? 0 };
}

/** Returns the shard with the least bytes, of equal ones that with the fewest stores. */
export async function roomiestShard(target: Target): Promise<ShardName> {
  const used = await Promise.all(
    atEachShard(target).map(async (at) => ({ shard: at.shard ?? DEFAULT_SHARD, ...(await usedOf(at)) })),
  );
  return used.toSorted((a, b) => a.bytes - b.bytes || a.stores - b.stores)[0]?.shard ?? DEFAULT_SHARD;
}

/**
 * Makes a store in one of several shards: first the directory gives it a number that no other store of any shard has.
 * Where that is as far as it came, a repeat goes on with the same number. Returns whether it is new.
 */
export async function createInShard(target: Target, hash: string, name: string, shard: ShardName): Promise<boolean> {
  const [, places] = await queryEach(target, [
    `INSERT INTO store_places (store_id, hash, shard)
      SELECT 1 + max(coalesce((SELECT max(id) FROM stores), 0), coalesce((SELECT max(store_id) FROM store_places), 0)),
          ${sqlLiteral(hash)}, ${sqlLiteral(shard)}
        WHERE NOT EXISTS (SELECT 1 FROM stores WHERE hash = ${sqlLiteral(hash)}) ON CONFLICT DO NOTHING`,
    `SELECT store_id, shard FROM store_places WHERE hash = ${sqlLiteral(hash)}`,
  ]);
  const place = places?.[0];
  if (place === undefined) return false;
  const { store_id: id, shard: reserved } = z.object({ store_id: z.number(), shard: z.string() }).parse(place);
  if (!isShardName(reserved)) throw new Error(`The directory names no database: ${reserved}.`);
  const at = reserved === DEFAULT_SHARD ? target : { ...target, shard: reserved };
  const [epochs] = await queryEach(target, ['INSERT INTO shard_epochs DEFAULT VALUES RETURNING epoch']);
  const epoch = z.object({ epoch: z.number() }).parse(epochs?.[0]).epoch;
  const created = await queryEach(at, [
    ...(reserved === DEFAULT_SHARD ? [] : numberFrom(epoch, true)),
    `INSERT INTO stores (id, hash, name, created_at)
      VALUES (${id}, ${sqlLiteral(hash)}, ${sqlLiteral(name)}, unixepoch() * 1000) ON CONFLICT DO NOTHING RETURNING hash`,
  ]);
  return created.at(-1)?.length === 1;
}
