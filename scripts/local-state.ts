import { constants, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DEFAULT_SHARD, type ShardName } from '../src/model/shard.ts';
import { DATABASES_DIR, localShards } from './local-shards.ts';
import { PROJECT_DIR } from './wrangler.ts';

export const MIGRATIONS_DIR = join(PROJECT_DIR, 'migrations');

/** How long to wait while the running service has locked the database. */
const LOCK_TIMEOUT_MS = 5_000;

/** Returns the paths of the local databases: one after `npm start` has run, else none. */
export function databaseFiles(stateDir: string): readonly string[] {
  const folder = join(stateDir, DATABASES_DIR);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]+\.sqlite$/.test(name));
  return names.map((name) => join(folder, name));
}

/**
 * Checks that this build can use the local state: there is none yet, or some or all of the migrations have been applied
 * to its database in their present form. Nothing in the folder changes.
 *
 * @throws where the state is of another build, usually an earlier one, with a message that says what to do.
 */
export function checkLocalState(stateDir: string): void {
  if (databaseFiles(stateDir).every((path) => look(path, isOfThisBuild))) return;
  throw new Error(
    `${stateDir} holds the state of another build, which this one cannot use: move or delete that folder, or choose another with STATE_DIR.`,
  );
}

/**
 * Opens a local database, a SQLite file, for `use`: the default one where no shard is named. That also works while the service is running.
 *
 * @throws where there is no local database, and what `use` throws.
 */
export function withLocalDatabase<T>(
  stateDir: string,
  use: (database: DatabaseSync) => T,
  shard: ShardName = DEFAULT_SHARD,
): T {
  const file = localShards(stateDir).find((local) => local.shard === shard)?.file;
  if (file === undefined || !existsSync(file))
    throw new Error(`${stateDir} holds no database yet: npm start makes it. STATE_DIR=… names another folder.`);
  const database = new DatabaseSync(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    // A running service does not wait for this process's lock, so a commit must not hold it until the disk has synced.
    database.exec('PRAGMA synchronous = NORMAL');
    return use(database);
  } finally {
    database.close();
  }
}

/** Up to this size a database is copied to be looked at, which takes a few milliseconds. */
const MAX_COPIED_BYTES = 8 * 1024 * 1024;

/**
 * Runs `inspect` on a database without changing anything in it. A small one is copied, so that not even the files
 * beside it change; a large one is opened where it is, for reading, and only the index of its log may.
 */
function look(path: string, inspect: (database: DatabaseSync) => boolean): boolean {
  if (statSync(path).size <= MAX_COPIED_BYTES) return withCopy(path, inspect);
  const database = new DatabaseSync(path, { readOnly: true, timeout: LOCK_TIMEOUT_MS });
  try {
    return inspect(database);
  } finally {
    database.close();
  }
}

/**
 * Runs `inspect` on a copy of a database. Recent changes may still be in the write-ahead log, which is copied, too.
 */
function withCopy(path: string, inspect: (database: DatabaseSync) => boolean): boolean {
  const scratch = mkdtempSync(join(tmpdir(), 'vitrine-state-'));
  try {
    // The log is copied first, because a running service may move it into the file at any time. Changes that are in
    // both copies do no harm.
    for (const file of [`${path}-wal`, path]) {
      if (existsSync(file)) copyFileSync(file, join(scratch, basename(file)), constants.COPYFILE_FICLONE);
    }
    const database = new DatabaseSync(join(scratch, basename(path)));
    try {
      return inspect(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** True where the migrations that were applied, and the schema that they made, are those of this build. */
function isOfThisBuild(database: DatabaseSync): boolean {
  const applied = appliedMigrations(database);
  const migrations = readdirSync(MIGRATIONS_DIR).toSorted();
  if (applied.some((name, index) => name !== migrations[index])) return false;
  const fresh = new DatabaseSync(':memory:');
  for (const name of applied) fresh.exec(readFileSync(join(MIGRATIONS_DIR, name), 'utf8'));
  const isSame = schemaOf(database) === schemaOf(fresh);
  fresh.close();
  return isSame;
}

function appliedMigrations(database: DatabaseSync): readonly string[] {
  const table = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'd1_migrations'`).get();
  if (table === undefined) return [];
  return database
    .prepare('SELECT name FROM d1_migrations ORDER BY id')
    .all()
    .map(({ name }) => String(name));
}

/** Returns the schema that migrations made as one text, without comments, white space and the runtime's own tables. */
function schemaOf(database: DatabaseSync): string {
  return database
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name <> 'd1_migrations' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'
          -- Guards of stores that are being moved: docs/storage.md.
          AND name NOT GLOB 'moving_*'
        ORDER BY type, name`,
    )
    .all()
    .map(({ type, name, sql }) => `${String(type)} ${String(name)}: ${normalize(String(sql))}`)
    .join('\n');
}

const normalize = (sql: string): string => sql.replace(/--.*/g, '').replace(/\s+/g, ' ').trim();
