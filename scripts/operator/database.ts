import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { DEFAULT_SHARD, type ShardName } from '../../src/model/shard.ts';
import { remoteArgs } from '../deploy/paths.ts';
import { checkLocalState, withLocalDatabase } from '../local-state.ts';
import { runWrangler } from '../wrangler.ts';

/** The database that the tool works on. */
export interface Target {
  readonly remote: boolean;
  /** The folder of the local state; used where `remote` is false. */
  readonly stateDir: string;
  /** The database of several; undefined: the default one. */
  readonly shard?: ShardName;
}

/** Returns a value as an SQL literal, because `wrangler d1 execute` cannot bind values. @throws where it has none. */
export function sqlLiteral(value: string | number | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number.`);
    return String(value);
  }
  if (value.includes('\0')) throw new Error('A value may not contain NUL.');
  return `'${value.replaceAll("'", "''")}'`;
}

const cellSchema = z.union([z.string(), z.number(), z.null()]);
const rowSchema = z.record(z.string(), cellSchema);
const outputSchema = z.array(z.object({ results: z.array(rowSchema) }));

/** A row of a query's result. */
export type Row = Readonly<Record<string, z.infer<typeof cellSchema>>>;

/**
 * Runs one statement and returns its rows.
 *
 * @throws where the statement fails, with the database's message, and where there is no local state or it is of another
 * build.
 */
export async function query(target: Target, sql: string): Promise<readonly Row[]> {
  return (await queryEach(target, [sql]))[0] ?? [];
}

/**
 * Runs statements one after another, locally in one transaction, in one call of Wrangler where they go to the
 * deployment, and returns the rows of each.
 *
 * @throws what `query` throws.
 */
export async function queryEach(target: Target, statements: readonly string[]): Promise<readonly (readonly Row[])[]> {
  if (!target.remote) return queryLocally(target, statements);
  const command = statements.join(';\n');
  const output = await runWrangler([
    'd1',
    'execute',
    databaseName(target.shard),
    ...remoteArgs(),
    '--json',
    '--command',
    command,
  ]);
  return outputSchema.parse(JSON.parse(output.slice(output.indexOf('[')))).map(({ results }) => results);
}

/** Returns the name of a shard's database, as the deployment's configuration has it. */
export const databaseName = (shard: ShardName = DEFAULT_SHARD): string =>
  shard === DEFAULT_SHARD ? 'vitrine' : `vitrine-${shard.slice(3)}`;

function queryLocally({ stateDir, shard }: Target, statements: readonly string[]): readonly (readonly Row[])[] {
  checkLocalState(stateDir);
  return withLocalDatabase(
    stateDir,
    (database) =>
      inTransaction(database, () => statements.map((sql) => z.array(rowSchema).parse(database.prepare(sql).all()))),
    shard,
  );
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN');
  try {
    const done = work();
    database.exec('COMMIT');
    return done;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Formats rows as lines of text with these columns; returns `whenEmpty` where there are no rows. */
export function toLines(rows: readonly Row[], columns: readonly string[], whenEmpty: string): string {
  if (rows.length === 0) return whenEmpty;
  return rows
    .map((row) =>
      columns
        .map((column) => String(row[column] ?? ''))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
