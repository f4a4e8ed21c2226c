import type { Database } from '../platform/database.ts';

/** The newest migration that this build needs; a test holds it to the folder `migrations`. */
export const NEEDED_MIGRATION = '0001_schema.sql';

/**
 * Returns whether the database has the schema that this build needs. A database that a later build has migrated has it,
 * too: the old Worker runs on while a new one is deployed.
 *
 * @throws where the database does not answer.
 */
export async function hasNeededSchema(database: Database): Promise<boolean> {
  try {
    const [rows] = await database.batch([
      // Wrangler's own table, with a row for each migration that was applied.
      { sql: 'SELECT 1 AS applied FROM d1_migrations WHERE name = ?1', values: [NEEDED_MIGRATION] },
    ]);
    return rows?.length === 1;
  } catch (error) {
    // No migration was ever applied to it.
    if (String(error).includes('no such table')) return false;
    throw error;
  }
}

/** Returns the names of all migrations that were applied to a database, as one text. @throws where there is no schema. */
export async function appliedMigrations(database: Database): Promise<string> {
  const [row] = await database.query(`SELECT json_group_array(name ORDER BY name) AS names FROM d1_migrations`);
  return String(row?.['names']);
}
