import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from './wrangler.ts';
import { type LocalShard, localShards } from './local-shards.ts';
import { readTrackedConfig } from './deploy/config.ts';

/**
 * Writes the configuration of the lean local server: wrangler.toml without its assets, which would put a router in front
 * of every request. Its paths are absolute, because it lies in the state's folder.
 *
 * @returns its path.
 */
export function writeLocalConfig(stateDir: string, shards: readonly LocalShard[] = localShards(stateDir)): string {
  const { assets: _assets, ...config } = readTrackedConfig();
  const [database] = config.d1_databases;
  const local = {
    ...config,
    main: join(PROJECT_DIR, config.main),
    d1_databases: shards.map(({ shard, databaseId, databaseName }) => ({
      ...database,
      binding: shard,
      database_id: databaseId,
      database_name: databaseName,
      migrations_dir: join(PROJECT_DIR, database.migrations_dir),
    })),
  };
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, 'wrangler.json');
  writeFileSync(path, `${JSON.stringify(local, undefined, 2)}\n`);
  return path;
}
