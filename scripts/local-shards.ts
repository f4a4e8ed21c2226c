import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SHARD, type ShardName } from '../src/model/shard.ts';

/** The local runtime's folder of databases, within the state's folder, and the key of the names in it. */
export const DATABASES_DIR = join('v3', 'd1', 'miniflare-D1DatabaseObject');
const DATABASE_CLASS = 'miniflare-D1DatabaseObject';

/** The most databases that a laptop is asked for. */
const MAX_SHARDS = 16;

/** One of the databases of a laptop. */
export interface LocalShard {
  readonly shard: ShardName;
  /** Stands for the database in the configuration: that of the first is the one of wrangler.toml. */
  readonly databaseId: string;
  readonly databaseName: string;
  /** The SQLite file, which may not be there yet. */
  readonly file: string;
}

/** Returns the shards of a state: as many as it has, and as many as are asked for. There is always one. */
export function localShards(stateDir: string, asked = 1): readonly [LocalShard, ...LocalShard[]] {
  if (!Number.isInteger(asked) || asked < 1 || asked > MAX_SHARDS) {
    throw new Error(`DATABASES must be a number from 1 to ${MAX_SHARDS}.`);
  }
  const others: LocalShard[] = [];
  for (let number = 2; number <= MAX_SHARDS; number += 1) {
    const shard = localShard(stateDir, number);
    if (number > asked && !existsSync(shard.file)) break;
    others.push(shard);
  }
  return [localShard(stateDir, 1), ...others];
}

function localShard(stateDir: string, number: number): LocalShard {
  const databaseId = `00000000-0000-0000-0000-${String(number - 1).padStart(12, '0')}`;
  return {
    shard: number === 1 ? DEFAULT_SHARD : `DB_${number}`,
    databaseId,
    databaseName: number === 1 ? 'vitrine' : `vitrine-${number}`,
    file: join(stateDir, DATABASES_DIR, `${objectId(DATABASE_CLASS, databaseId)}.sqlite`),
  };
}

/** Returns the id that the runtime gives an object of a class by its name, in hexadecimal. */
function objectId(className: string, name: string): string {
  const key = createHash('sha256').update(className).digest();
  const half = createHmac('sha256', key).update(name).digest().subarray(0, 16);
  const check = createHmac('sha256', key).update(half).digest().subarray(0, 16);
  return Buffer.concat([half, check]).toString('hex');
}
