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

/** Where the account lists the databases whose names contain this one. */
const pathOf = (name: string): string => `/d1/database?name=${encodeURIComponent(name)}&${PAGE}`;

/** Returns the id of the database with this name; undefined where there is none. */
export async function findDatabaseId(account: Account, name: string): Promise<string | undefined> {
  const found = await account.find(pathOf(name));
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

/** The most databases that one deployment has: each is a binding of the Worker. */
const MAX_DATABASES = 100;

/** The name of the database with this number, counted from 1. */
const nameOf = (name: string, number: number): string => (number === 1 ? name : `${name}-${number}`);

/**
 * Returns the highest number of a database of this deployment in the account, 0 where it has none: none is ever taken from it,
 * as stores live in them. The account is asked, for it is the same for every machine that deploys.
 */
async function countDatabases(account: Account, name: string): Promise<number> {
  const found = z.array(databaseSchema).parse((await account.find(pathOf(name))) ?? []);
  const names = new Set(found.map((database) => database.name));
  const numbers = Array.from({ length: MAX_DATABASES }, (_, index) => index + 1);
  return numbers.findLast((number) => names.has(nameOf(name, number))) ?? 0;
}

/** Parses how many databases a person asks for. @throws where it is none of the numbers that can be. */
export function parseDatabases(asked: string | undefined): number {
  const count = Number(asked ?? 1);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_DATABASES) return count;
  throw new Error(`--databases is a number from 1 to ${MAX_DATABASES}.`);
}

/** Returns the names of as many databases as are asked for, and as are there. */
export async function databaseNames(account: Account, name: string, asked: number): Promise<readonly string[]> {
  const count = Math.max(asked, await countDatabases(account, name));
  return Array.from({ length: count }, (_, index) => nameOf(name, index + 1));
}

const replicationSchema = z.looseObject({ read_replication: z.looseObject({ mode: z.string() }).optional() });

/**
 * Has a database answer reads from replicas where a client sends a bookmark. Returns what came of it: the deployment works
 * without, so a refusal stops nothing.
 */
export async function replicateReads(account: Account, id: string): Promise<string> {
  const path = `/d1/database/${id}`;
  try {
    const mode = replicationSchema.parse(await account.find(path)).read_replication?.mode;
    if (mode === 'auto') return 'on';
    await account.update(path, { read_replication: { mode: 'auto' } });
    return 'switched on';
  } catch (error) {
    return `off: ${error instanceof Error ? error.message : String(error)}`;
  }
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
