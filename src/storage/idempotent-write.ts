import { text } from '../platform/cells.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import { answerStatement, findRecordStatement, type JournalRow, journalStatements } from './journal-sql.ts';

/** The result of a write as JSON, or the recorded result of the earlier request with its Idempotency-Key. */
export type IdempotentWriteResult =
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly outcome: unknown };

/** A write that belongs to no product. */
export interface JournaledWrite {
  /** Its journal row, which has a key always: that of the request, or one that nobody else has. */
  readonly row: JournalRow & { readonly record: IdempotencyRecord };
  readonly statements: readonly Statement[];
  /** An SQL expression of the result as JSON, read after the statements; it is returned and kept. */
  readonly outcome: Statement;
}

/** What the error of a batch names where its condition did not hold: the journal row has no change then. */
export const REFUSED = 'journal.change';

/** How often a write is sent while the answer of the database is lost. */
const MAX_ATTEMPTS = 3;

/**
 * Runs a write that belongs to no product, with its journal row in the same transaction. It is sent again where its
 * answer is lost, and takes effect once, because of its key.
 *
 * @throws what the database throws.
 */
export async function runIdempotentWrite(database: Database, write: JournaledWrite): Promise<IdempotentWriteResult> {
  const { row, statements, outcome } = write;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const results = await database.batch([
        ...journalStatements(row),
        ...statements,
        answerStatement(row.storeId, row.record, outcome),
      ]);
      return { kind: 'done', outcome: parseOutcome(results.at(-1)?.[0]) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLost = !message.includes('SQLITE_CONSTRAINT');
      if (isLost && attempt < MAX_ATTEMPTS) continue;
      const earlier = isLost ? undefined : await findRecorded(database, row);
      if (earlier === undefined) throw error;
      return earlier;
    }
  }
}

/** Finds what the key was used for: this write, whose answer was lost, or an earlier one. */
async function findRecorded(
  database: Database,
  { storeId, record, operationId, atMs }: JournaledWrite['row'],
): Promise<IdempotentWriteResult | undefined> {
  const [rows] = await database.batch([findRecordStatement(storeId, record, atMs)]);
  const [found] = rows ?? [];
  if (found === undefined) return undefined;
  const [foundId, fingerprint] = [text(found['operation_id']), text(found['fingerprint'])];
  const outcome = parseOutcome(found);
  return foundId === operationId ? { kind: 'done', outcome } : { kind: 'duplicate-key', fingerprint, outcome };
}

function parseOutcome(row: Row | undefined): unknown {
  const parsed: unknown = JSON.parse(text(row?.['outcome']));
  return parsed;
}
