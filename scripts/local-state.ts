import { constants, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PROJECT_DIR } from './wrangler.ts';

const MIGRATIONS_DIR = join(PROJECT_DIR, 'migrations');

/** Where the local runtime keeps its databases, inside the folder of the state. */
const DATABASES_DIR = join('v3', 'd1', 'miniflare-D1DatabaseObject');

/** The files of the local databases: one, once `npm start` has run. */
export function databaseFiles(stateDir: string): readonly string[] {
  const folder = join(stateDir, DATABASES_DIR);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]+\.sqlite$/.test(name));
  return names.map((name) => join(folder, name));
}

/**
 * Makes sure that the local state is one that this build may go on with: none yet, or a database in which some of the
 * migrations, or all of them, have been applied as they are now. Reads copies, so that nothing in the folder changes.
 *
 * @throws where another build left the state, an earlier one above all, with what to do about it.
 */
export function checkLocalState(stateDir: string): void {
  if (databaseFiles(stateDir).every((path) => withCopy(path, isOfThisBuild))) return;
  throw new Error(
    `${stateDir} holds the state of another build, which this one cannot use: move or delete that folder, or choose another with STATE_DIR.`,
  );
}

/** Opens a copy of a database; what has not been moved into the database file yet lies in a log beside it. */
function withCopy(path: string, look: (database: DatabaseSync) => boolean): boolean {
  const scratch = mkdtempSync(join(tmpdir(), 'vitrine-state-'));
  try {
    // The log first: a running service may move it into the file at any moment, and what is in both does no harm.
    for (const file of [`${path}-wal`, path]) {
      if (existsSync(file)) copyFileSync(file, join(scratch, basename(file)), constants.COPYFILE_FICLONE);
    }
    const database = new DatabaseSync(join(scratch, basename(path)));
    try {
      return look(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

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

/**
 * All that migrations make, as one text; comments and white space do not count, nor what the runtime keeps for itself.
 */
function schemaOf(database: DatabaseSync): string {
  return database
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name <> 'd1_migrations' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'
        ORDER BY type, name`,
    )
    .all()
    .map(({ type, name, sql }) => `${String(type)} ${String(name)}: ${plain(String(sql))}`)
    .join('\n');
}

const plain = (sql: string): string => sql.replace(/--.*/g, '').replace(/\s+/g, ' ').trim();
