import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASES_DIR, databaseFiles, MIGRATIONS_DIR } from './local-state.ts';

/** The database_id of wrangler.toml, which stands for the database on a laptop. */
const LOCAL_DATABASE_ID = '00000000-0000-0000-0000-000000000000';

/** The class of the runtime's Durable Object that is a database; its key gives the names of files. */
const DATABASE_CLASS = 'miniflare-D1DatabaseObject';

/** As Wrangler makes it, so that `wrangler d1 migrations` sees what was applied here. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`;

/**
 * Applies the migrations that the local database has not yet, and makes it where there is none. This is what
 * `wrangler d1 migrations apply` does, without the seconds that Wrangler takes. The service must not run.
 */
export function applyLocalMigrations(stateDir: string): void {
  const [file = join(stateDir, DATABASES_DIR, `${objectId(DATABASE_CLASS, LOCAL_DATABASE_ID)}.sqlite`)] =
    databaseFiles(stateDir);
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${MIGRATIONS_TABLE}`);
    for (const name of readdirSync(MIGRATIONS_DIR).toSorted()) applyOnce(database, name);
  } finally {
    database.close();
  }
}

/** Applies a migration as a whole, unless it has been. */
function applyOnce(database: DatabaseSync, name: string): void {
  if (database.prepare('SELECT 1 FROM d1_migrations WHERE name = ?').get(name) !== undefined) return;
  database.exec('BEGIN');
  try {
    database.exec(readFileSync(join(MIGRATIONS_DIR, name), 'utf8'));
    database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Returns the id that the runtime gives an object of a class by its name, in hexadecimal. */
function objectId(className: string, name: string): string {
  const key = createHash('sha256').update(className).digest();
  const half = createHmac('sha256', key).update(name).digest().subarray(0, 16);
  const check = createHmac('sha256', key).update(half).digest().subarray(0, 16);
  return Buffer.concat([half, check]).toString('hex');
}
