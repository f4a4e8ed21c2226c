import * as z from 'zod';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Database, Statement } from '../platform/database.ts';
import { findRecordStatement, recordStatements } from './idempotency-sql.ts';

/** The result of a write as JSON, or the recorded result of the earlier request with its Idempotency-Key. */
export type IdempotentWriteResult =
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly outcome: unknown };

/** How often a write is sent while the answer of the database is lost. */
const MAX_ATTEMPTS = 3;

const outcomeSchema = z.object({ outcome: z.string() });
const recordSchema = outcomeSchema.extend({ fingerprint: z.string() });

/**
 * Runs a write that belongs to no product, with the record of its Idempotency-Key in the same transaction. It is sent
 * again where its answer is lost, so that its statements must be safe to repeat.
 *
 * @param write its `outcome` is an SQL expression of the result as JSON, read after the statements; it is returned and,
 * with a record, stored.
 * @param wasCommitted returns whether the message of a failed constraint proves that an earlier attempt, whose answer
 * was lost, was committed.
 * @throws what the database throws.
 */
export async function runIdempotentWrite(
  database: Database,
  write: {
    readonly storeId: number;
    readonly statements: readonly Statement[];
    readonly outcome: Statement;
    readonly record: IdempotencyRecord | undefined;
    readonly nowMs: number;
  },
  wasCommitted: (message: string) => boolean = () => false,
): Promise<IdempotentWriteResult> {
  const { storeId, statements, outcome, record, nowMs } = write;
  const resultStatements: readonly Statement[] =
    record === undefined
      ? [{ sql: `SELECT ${outcome.sql} AS outcome`, values: outcome.values }]
      : recordStatements(storeId, record, outcome, nowMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const results = await database.batch([...statements, ...resultStatements]);
      return { kind: 'done', outcome: parseOutcome(results.at(-1)?.[0]) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLost = !message.includes('SQLITE_CONSTRAINT');
      if (isLost && attempt < MAX_ATTEMPTS) continue;
      if (isLost) throw error;
      const earlier = record && (await findRecorded(database, storeId, record, nowMs));
      if (earlier !== undefined) return earlier;
      if (wasCommitted(message)) return { kind: 'done', outcome: await readOutcome(database, outcome) };
      throw error;
    }
  }
}

async function findRecorded(
  database: Database,
  storeId: number,
  { scope, key }: IdempotencyRecord,
  nowMs: number,
): Promise<IdempotentWriteResult | undefined> {
  const [rows] = await database.batch([findRecordStatement(storeId, scope, key, nowMs)]);
  const [row] = rows ?? [];
  if (row === undefined) return undefined;
  return { kind: 'duplicate-key', fingerprint: recordSchema.parse(row).fingerprint, outcome: parseOutcome(row) };
}

async function readOutcome(database: Database, { sql, values }: Statement): Promise<unknown> {
  const [rows] = await database.batch([{ sql: `SELECT ${sql} AS outcome`, values }]);
  return parseOutcome(rows?.[0]);
}

function parseOutcome(row: unknown): unknown {
  const parsed: unknown = JSON.parse(outcomeSchema.parse(row).outcome);
  return parsed;
}
