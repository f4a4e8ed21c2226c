import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { DEFAULT_SHARD } from '../../src/model/shard.ts';
import { PROJECT_DIR } from '../wrangler.ts';
import { DEPLOY_CONFIG, DEPLOY_DIR } from './paths.ts';

/** What deploying reads of wrangler.toml; the rest is handed on as it is. */
const configSchema = z.looseObject({
  name: z.string(),
  main: z.string(),
  assets: z.looseObject({ directory: z.string() }),
  d1_databases: z.tuple([z.looseObject({ database_name: z.string(), migrations_dir: z.string() })]),
  r2_buckets: z.array(z.looseObject({ bucket_name: z.string() })),
});

/** The tracked configuration. */
export type TrackedConfig = z.infer<typeof configSchema>;

/** Reads wrangler.toml. @throws where it has not what deploying needs. */
export async function readTrackedConfig(): Promise<TrackedConfig> {
  // Imported only here, because it takes a second, which a command that is refused need not wait for.
  const { experimental_readRawConfig } = await import('wrangler');
  const { rawConfig } = experimental_readRawConfig({ config: join(PROJECT_DIR, 'wrangler.toml') });
  return configSchema.parse(rawConfig);
}

/** What is known of a deployment once its account and its database have been found. */
export interface FoundDeployment {
  readonly accountId: string;
  /** In the order of their bindings: DB, DB_2, DB_3 and so on. */
  readonly databases: readonly { readonly id: string; readonly name: string }[];
}

/** Writes the configuration of the deployment. Its paths are absolute, because it lies in another folder. */
export function writeDeployConfig(config: TrackedConfig, { accountId, databases }: FoundDeployment): void {
  const [database] = config.d1_databases;
  const deployed = {
    ...config,
    account_id: accountId,
    main: join(PROJECT_DIR, config.main),
    assets: { ...config.assets, directory: join(PROJECT_DIR, config.assets.directory) },
    d1_databases: databases.map(({ id, name }, index) => ({
      ...database,
      binding: index === 0 ? DEFAULT_SHARD : `DB_${index + 1}`,
      database_name: name,
      database_id: id,
      migrations_dir: join(PROJECT_DIR, database.migrations_dir),
    })),
  };
  mkdirSync(DEPLOY_DIR, { recursive: true, mode: 0o700 });
  writeFileSync(DEPLOY_CONFIG, `${JSON.stringify(deployed, undefined, 2)}\n`);
}
