import type { MainImage } from '../gallery/main-image.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Actor } from '../model/actor.ts';
import type { EventType } from '../model/event.ts';
import type { SqlValue, Statement } from '../platform/database.ts';

/** How long an Idempotency-Key counts (REQ-1). */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A row of the journal, before the database gives it its number. */
export interface JournalRow {
  readonly storeId: number;
  readonly atMs: number;
  /** undefined: the command belongs to no product. */
  readonly product: { readonly id: number; readonly version: number } | undefined;
  readonly operationId: string;
  readonly record: IdempotencyRecord | undefined;
  readonly actor: Actor;
  readonly type: EventType;
  /** The product's main image after it; absent: the same as before. */
  readonly main?: MainImage;
  /** An SQL expression of what it changed, as JSON; its values are ?1 and so on. */
  readonly change: Statement;
  /** What has to hold, or the batch fails; absent: nothing else. */
  readonly provided?: Condition;
}

/** An SQL condition, as part of a statement that has other values before its own. */
export interface Condition {
  /** @param value returns the name of the value with an index, which counts from 1. */
  readonly sql: (value: (index: number) => string) => string;
  readonly values: readonly SqlValue[];
}

/** Returns the change of a row whose JSON is known without the database. */
export const plainChange = (change: object): Statement => ({ sql: 'json(?1)', values: [JSON.stringify(change)] });

/**
 * Writes one row of the journal, which is the first statement of its batch: the rows that it says the former state of
 * are not changed yet. A product is at the version before, or the batch fails as stale; a key that counts makes it
 * fail, too. Returns `seq` and `last_image_id`, the store's last image id before the command.
 */
export function journalStatements(row: JournalRow): readonly Statement[] {
  const { change, provided } = row;
  const n = change.values.length;
  const value = (index: number): string => `?${n + index}`;
  const values = [...change.values, ...toValues(row)];
  const condition = provided?.sql((index) => `?${values.length + index}`);
  // A row without a type fails the batch.
  const type = condition === undefined ? value(13) : `iif(${condition}, ${value(13)}, NULL)`;
  const previous = `(SELECT last_seq FROM products WHERE store_id = ${value(1)} AND id = ${value(3)})`;
  const insert: Statement = {
    sql: `INSERT INTO journal (store_id, seq, at, product_id, version, operation_id, key_scope, key, fingerprint, token_id,
        token_label, job_id, api, type, previous_seq, last_image_id, run_image_id, main_image_id,
        change)
      SELECT ${value(1)}, next.seq, ${value(2)}, ${value(3)}, ${value(4)}, ${value(5)}, ${value(6)}, ${value(7)}, ${value(8)},
        ${value(9)}, ${value(10)}, ${value(11)}, ${value(12)}, ${type},
        iif(${value(3)} IS NULL, NULL, coalesce(previous.seq, 0)), counters.last_image_id,
        iif(previous.job_id = ${value(11)}, previous.run_image_id, counters.last_image_id),
        coalesce(${value(14)}, counters.last_image_id + 1 + ${value(15)}), ${change.sql}
      FROM next_seq AS next JOIN store_counters AS counters ON counters.store_id = next.store_id
      LEFT JOIN journal AS previous ON previous.store_id = next.store_id AND previous.seq = ${previous}
      WHERE next.store_id = ${value(1)}
      RETURNING seq, last_image_id`,
    values: [...values, ...(provided?.values ?? [])],
  };
  return row.record === undefined ? [insert] : [releaseExpiredKey(row.storeId, row.record, row.atMs), insert];
}

function toValues(row: JournalRow): readonly SqlValue[] {
  const { storeId, atMs, product, operationId, record, actor, type, main } = row;
  return [
    storeId,
    atMs,
    product?.id ?? null,
    product?.version ?? null,
    operationId,
    record?.scope ?? null,
    record?.key ?? null,
    record?.fingerprint ?? null,
    actor.token?.id ?? null,
    actor.token?.label ?? null,
    actor.jobId ?? null,
    actor.api ?? null,
    type,
    ...mainValues(main),
  ];
}

/** The main image's id, 0 for none, or which of the created images it is; both null: the same as before. */
function mainValues(main: MainImage | undefined): readonly SqlValue[] {
  if (main === undefined) return [null, null];
  switch (main.kind) {
    case 'present':
      return [main.imageId, null];
    case 'created':
      return [null, main.index];
    case 'none':
      return [0, null];
    default:
      return main satisfies never;
  }
}

/** A key that has ceased to count can be used again: the row of its first use stays, without it. */
function releaseExpiredKey(storeId: number, { scope, key }: IdempotencyRecord, nowMs: number): Statement {
  return {
    sql: `UPDATE journal SET key_scope = NULL, key = NULL WHERE store_id = ?1 AND key_scope = ?2 AND key = ?3 AND at <= ?4`,
    values: [storeId, scope, key, nowMs - KEY_LIFETIME_MS],
  };
}

/**
 * Keeps the answer of a command with a key, beside the row that the batch has written.
 *
 * @param answer an SQL expression of the answer as JSON; it is returned as `outcome`.
 */
export function answerStatement(storeId: number, { scope, key }: IdempotencyRecord, answer: Statement): Statement {
  const n = answer.values.length;
  return {
    sql: `INSERT INTO answers (store_id, seq, at, answer)
      SELECT store_id, seq, at, ${answer.sql} FROM journal
        WHERE store_id = ?${n + 1} AND key_scope = ?${n + 2} AND key = ?${n + 3}
      RETURNING answer AS outcome`,
    values: [...answer.values, storeId, scope, key],
  };
}

/** Selects what a key that counts was used for: the operation, its fingerprint, and its answer as `outcome`. */
export function findRecordStatement(storeId: number, { scope, key }: RecordName, nowMs: number): Statement {
  return {
    sql: `SELECT j.operation_id, j.fingerprint, a.answer AS outcome
      FROM journal j JOIN answers a ON a.store_id = j.store_id AND a.seq = j.seq
      WHERE j.store_id = ?1 AND j.key_scope = ?2 AND j.key = ?3 AND j.at > ?4`,
    values: [storeId, scope, key, nowMs - KEY_LIFETIME_MS],
  };
}

type RecordName = Pick<IdempotencyRecord, 'scope' | 'key'>;

/** True where the error of a failed batch says that what its row was `provided` with did not hold. */
export const isTokenChanged = (message: string): boolean => message.includes('journal.type');

/** True where the error of a failed batch says that its key was used before. */
export const isKeyTaken = (message: string): boolean => message.includes('journal.key');
