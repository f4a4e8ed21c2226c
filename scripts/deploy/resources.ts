import * as z from 'zod';
import type { Account } from './account.ts';
import type { TrackedConfig } from './config.ts';

/** Something that the service needs in the account, and whether it was made just now. */
export interface Resource {
  readonly kind: 'database' | 'bucket';
  readonly name: string;
  readonly isNew: boolean;
}

const databaseSchema = z.object({ uuid: z.string(), name: z.string() });

/** How many databases one page of the API has; no account has more whose names contain ours. */
const PAGE = 'per_page=100';

/** Returns the id of the database with this name; undefined where there is none. */
export async function findDatabaseId(account: Account, name: string): Promise<string | undefined> {
  const found = await account.find(`/d1/database?name=${encodeURIComponent(name)}&${PAGE}`);
  // The API finds names that contain this one, too.
  return z
    .array(databaseSchema)
    .parse(found ?? [])
    .find((database) => database.name === name)?.uuid;
}

/** Returns the id of the database, which is created where there is none. */
export async function ensureDatabase(account: Account, name: string): Promise<Resource & { readonly id: string }> {
  const found = await findDatabaseId(account, name);
  if (found !== undefined) return { kind: 'database', name, isNew: false, id: found };
  const created = databaseSchema.parse(await account.create('/d1/database', { name }));
  return { kind: 'database', name, isNew: true, id: created.uuid };
}

/** Creates the buckets of the configuration that are missing. */
export async function ensureBuckets(account: Account, config: TrackedConfig): Promise<readonly Resource[]> {
  const made: Resource[] = [];
  for (const { bucket_name: name } of config.r2_buckets) {
    const isNew = (await account.find(`/r2/buckets/${name}`)) === undefined;
    if (isNew) await account.create('/r2/buckets', { name });
    made.push({ kind: 'bucket', name, isNew });
  }
  return made;
}
