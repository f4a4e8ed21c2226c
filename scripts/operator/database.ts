import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { checkLocalState, databaseFiles } from '../local-state.ts';
import { runWrangler } from '../wrangler.ts';

/** Which database the tool works on. */
export interface Target {
  readonly remote: boolean;
  /** The state of `npm start`; local only. */
  readonly stateDir: string;
}

/** How long to wait for a service that is writing. */
const LOCK_TIMEOUT_MS = 5_000;

/** A value as SQL spells it: `wrangler d1 execute` binds none. */
export function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number.`);
    return String(value);
  }
  if (value.includes('\0')) throw new Error('A value may not contain NUL.');
  return `'${value.replaceAll("'", "''")}'`;
}

const cell = z.union([z.string(), z.number(), z.null()]);
const rowSchema = z.record(z.string(), cell);
const outputSchema = z.array(z.object({ results: z.array(rowSchema) }));

/** A row of an answer. */
export type Row = Readonly<Record<string, z.infer<typeof cell>>>;

/**
 * Runs one statement and returns its rows.
 *
 * @throws with the database's message when it fails, and where there is no local state or another build left it.
 */
export async function query(target: Target, sql: string): Promise<readonly Row[]> {
  if (!target.remote) return queryLocally(target.stateDir, sql);
  const output = await runWrangler(['d1', 'execute', 'vitrine', '--remote', '--json', '--command', sql]);
  return outputSchema.parse(JSON.parse(output.slice(output.indexOf('[')))).at(-1)?.results ?? [];
}

/** The local database is a SQLite file: opened as such it answers at once, beside a running service too. */
function queryLocally(stateDir: string, sql: string): readonly Row[] {
  checkLocalState(stateDir);
  const [file] = databaseFiles(stateDir);
  if (file === undefined) throw new Error(`${stateDir} holds no database yet: npm start makes it.`);
  const database = new DatabaseSync(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    return z.array(rowSchema).parse(database.prepare(sql).all());
  } finally {
    database.close();
  }
}

/** Rows as lines of text, one column after the other; `whenEmpty` where there are none. */
export function toLines(rows: readonly Row[], columns: readonly string[], whenEmpty: string): string {
  if (rows.length === 0) return whenEmpty;
  return rows.map((row) => columns.map((column) => String(row[column] ?? '')).join('  ')).join('\n');
}
