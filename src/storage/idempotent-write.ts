import * as z from 'zod';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Database, Statement } from '../platform/database.ts';
import { findRecordStatement, recordStatements } from './idempotency-sql.ts';

/** What a write gave: its own outcome, or that of the earlier request with its Idempotency-Key. */
export type IdempotentWriteResult =
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly outcome: unknown };

/** Sent again so often when the answer of the database is lost; the statements must be safe to repeat. */
const MAX_ATTEMPTS = 3;

const outcomeSchema = z.object({ outcome: z.string() });
const recordSchema = outcomeSchema.extend({ fingerprint: z.string() });

/**
 * Runs a write that belongs to no product, with the record of its Idempotency-Key in the same transaction.
 *
 * @param outcome a JSON expression, read after the statements; it becomes the answer and the record.
 * @param wasCommitted tells from a constraint's message that an earlier attempt, whose answer was lost, was committed.
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
  const answer: readonly Statement[] =
    record === undefined
      ? [{ sql: `SELECT ${outcome.sql} AS outcome`, values: outcome.values }]
      : recordStatements(storeId, record, outcome, nowMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const results = await database.batch([...statements, ...answer]);
      return { kind: 'done', outcome: parseOutcome(results.at(-1)?.[0]) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLost = !message.includes('SQLITE_CONSTRAINT');
      if (isLost && attempt < MAX_ATTEMPTS) continue;
      if (isLost) throw error;
      const earlier = record && (await recall(database, storeId, record, nowMs));
      if (earlier !== undefined) return earlier;
      if (wasCommitted(message)) return { kind: 'done', outcome: await read(database, outcome) };
      throw error;
    }
  }
}

async function recall(
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

async function read(database: Database, { sql, values }: Statement): Promise<unknown> {
  const [rows] = await database.batch([{ sql: `SELECT ${sql} AS outcome`, values }]);
  return parseOutcome(rows?.[0]);
}

function parseOutcome(row: unknown): unknown {
  const parsed: unknown = JSON.parse(outcomeSchema.parse(row).outcome);
  return parsed;
}
