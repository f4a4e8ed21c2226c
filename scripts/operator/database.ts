import * as z from 'zod';
import { checkLocalState } from '../local-state.ts';
import { runWrangler } from '../wrangler.ts';

/** Which database the tool works on. */
export interface Target {
  readonly remote: boolean;
  /** The state of `npm start`; local only. */
  readonly stateDir: string;
}

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
const outputSchema = z.array(z.object({ results: z.array(z.record(z.string(), cell)) }));

/** A row of an answer. */
export type Row = Readonly<Record<string, z.infer<typeof cell>>>;

/**
 * Runs SQL and returns the rows of its last statement.
 *
 * @throws with D1's message when it fails, and where another build left the local state.
 */
export async function query(target: Target, sql: string): Promise<readonly Row[]> {
  if (!target.remote) checkLocalState(target.stateDir);
  const where = target.remote ? ['--remote'] : ['--local', '--persist-to', target.stateDir];
  const output = await runWrangler(['d1', 'execute', 'vitrine', ...where, '--json', '--command', sql]);
  return outputSchema.parse(JSON.parse(output.slice(output.indexOf('[')))).at(-1)?.results ?? [];
}

/** Rows as lines of text, one column after the other; `otherwise` where there are none. */
export function toLines(rows: readonly Row[], columns: readonly string[], otherwise: string): string {
  if (rows.length === 0) return otherwise;
  return rows.map((row) => columns.map((column) => String(row[column] ?? '')).join('  ')).join('\n');
}
