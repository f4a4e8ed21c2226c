import { type KeyedRequest, recordOf } from '../catalogue/commands.ts';
import type { Access } from '../model/access.ts';
import type { EventType } from '../model/event.ts';
import { newOperationId } from '../model/ids.ts';
import type { Database, Statement } from '../platform/database.ts';
import { runIdempotentWrite } from './idempotent-write.ts';

/** A change to what belongs to a store and to no product, with its row of the journal. */
export interface StoreWrite {
  readonly caller: Pick<Access, 'store' | 'actor'>;
  /** What the Idempotency-Key is unique in. */
  readonly scope: string;
  readonly idempotency: KeyedRequest | undefined;
  readonly atMs: number;
  readonly type: EventType;
  /** An SQL expression of what the journal says of it. */
  readonly change: Statement;
  readonly statements: readonly Statement[];
  /** An SQL expression of the result as JSON, read after the statements. */
  readonly outcome: Statement;
  /** What the error of the database names where the change cannot be made: one of these. */
  readonly refusals: readonly string[];
}

/** The result of a change, or of the earlier request with its Idempotency-Key. */
export type StoreWritten =
  | { readonly kind: 'written'; readonly outcome: unknown; readonly isReplay: boolean }
  | { readonly kind: 'key-reused' }
  /** Nothing was written, because the change cannot be made; `refusal` is which of them. */
  | { readonly kind: 'refused'; readonly refusal: string };

/** Makes a change in one transaction with its row of the journal, once for its Idempotency-Key. */
export async function runStoreWrite(database: Database, write: StoreWrite): Promise<StoreWritten> {
  const { caller, scope, idempotency, atMs, type, change, statements, outcome, refusals } = write;
  const operationId = newOperationId();
  const record = recordOf(scope, idempotency, operationId);
  const { store, actor } = caller;
  const row = { storeId: store.id, atMs, product: undefined, operationId, record, actor, type, change };
  try {
    const written = await runIdempotentWrite(database, { row, statements, outcome });
    const isReplay = written.kind === 'duplicate-key';
    if (isReplay && written.fingerprint !== record.fingerprint) return { kind: 'key-reused' };
    return { kind: 'written', outcome: written.outcome, isReplay };
  } catch (error) {
    const refusal = refusals.find((name) => String(error).includes(name));
    if (refusal === undefined) throw error;
    return { kind: 'refused', refusal };
  }
}
