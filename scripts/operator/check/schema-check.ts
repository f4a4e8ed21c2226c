import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../wrangler.ts';
import type { DatabaseCheck } from './database-check.ts';

/** Returns the names of all that the migrations create: tables, indexes, views and triggers. */
function createdNames(): readonly string[] {
  const folder = join(PROJECT_DIR, 'migrations');
  const sql = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const created = sql.join('\n').matchAll(/^CREATE (?:TABLE|VIEW|TRIGGER|INDEX|UNIQUE INDEX) (\w+)/gm);
  return Array.from(created, ([, name = '']) => name);
}

/** Returns the check that the database has everything that the migrations made, triggers above all. */
export const schemaCheck = (): DatabaseCheck => ({
  name: 'schema',
  find: `SELECT value AS place, 'is missing from the schema' AS detail FROM json_each('${JSON.stringify(createdNames())}')
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = value)`,
  advice: 'Create it as migrations/0001_schema.sql does, before anything else is written.',
});
