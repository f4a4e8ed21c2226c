import { readBookmark } from '../http/bookmark.ts';
import { DEFAULT_SHARD, isShardName, type ShardName } from '../model/shard.ts';
import type { Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';

/** The bindings that are databases, and the shard that these bindings are for. */
type ShardBindings = Pick<Cloudflare.Env, 'DB' | 'SHARD'>;

/** The databases of a deployment by the names of their bindings, the default one first. */
type Shards = ReadonlyMap<ShardName, D1Database>;

/** Bindings do not change while an isolate lives, so they are looked through once. */
const shardsByEnv = new WeakMap<object, Shards>();
const envsByShard = new WeakMap<object, Map<ShardName, Cloudflare.Env>>();

const isDatabase = (binding: unknown): binding is D1Database =>
  typeof binding === 'object' && binding !== null && 'withSession' in binding;

const numberOf = (shard: ShardName): number => Number(shard.slice(3));

/** Returns all shards of the deployment. */
export function shardsOf(env: ShardBindings): Shards {
  const known = shardsByEnv.get(env);
  if (known !== undefined) return known;
  const others = Object.entries(env).flatMap(([name, binding]): (readonly [ShardName, D1Database])[] =>
    name !== DEFAULT_SHARD && isShardName(name) && isDatabase(binding) ? [[name, binding]] : [],
  );
  const shards = new Map<ShardName, D1Database>([
    [DEFAULT_SHARD, env.DB],
    ...others.toSorted(([a], [b]) => numberOf(a) - numberOf(b)),
  ]);
  shardsByEnv.set(env, shards);
  return shards;
}

/** Returns the bindings as something sees them that works on one shard: `openDatabase` opens that one. */
export function atShard(env: Cloudflare.Env, shard: ShardName): Cloudflare.Env {
  const envs = envsByShard.get(env) ?? new Map<ShardName, Cloudflare.Env>();
  envsByShard.set(env, envs);
  const known = envs.get(shard) ?? { ...env, SHARD: shard };
  envs.set(shard, known);
  return known;
}

/**
 * Opens a session with the shard that these bindings are for. Nothing else in the service opens a database, so that nobody
 * takes the default one for the one that a store lives in.
 *
 * @param bookmark as a client sent it; ignored where it is not one of this shard.
 * @throws where the deployment has no such shard.
 */
export function openDatabase(env: ShardBindings, cost: Cost, bookmark?: string | null): Database {
  return open(env, env.SHARD ?? DEFAULT_SHARD, cost, bookmark);
}

/** Opens a session with a shard. @throws where the deployment has none of this name. */
export function openShard(env: ShardBindings, shard: ShardName, cost: Cost): Database {
  return open(env, shard, cost);
}

/** Opens a session with each shard, the default one first. */
export function openShards(env: ShardBindings, cost: Cost): readonly [Database, ...Database[]] {
  const [, ...others] = shardsOf(env).keys();
  return [open(env, DEFAULT_SHARD, cost), ...others.map((shard) => open(env, shard, cost))];
}

function open(env: ShardBindings, shard: ShardName, cost: Cost, bookmark?: string | null): Database {
  const database = shard === DEFAULT_SHARD ? env.DB : shardsOf(env).get(shard);
  if (database === undefined) throw new Error(`This deployment has no database ${shard}.`);
  return new Database(database, cost, readBookmark(shard, bookmark ?? undefined));
}
