import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { localShards } from './local-shards.ts';
import { MIGRATIONS_DIR } from './local-state.ts';

/** As Wrangler makes it, so that `wrangler d1 migrations` sees what was applied here. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`;

/**
 * Applies the migrations that the local databases have not yet, and makes them where there are none. This is what
 * `wrangler d1 migrations apply` does, without the seconds that Wrangler takes. The service must not run.
 *
 * @param count how many databases there shall be; more that are there already stay.
 */
export function applyLocalMigrations(stateDir: string, count = 1): void {
  for (const { file } of localShards(stateDir, count)) applyAll(file);
}

function applyAll(file: string): void {
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
