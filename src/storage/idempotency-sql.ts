import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Statement } from '../platform/database.ts';

/** How long the record of an Idempotency-Key is valid. */
export const OPERATION_LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a record with its result. An expired record of the same key is deleted first; a valid one makes the INSERT,
 * and with it the whole batch, fail.
 *
 * @param outcome an SQL expression of the result as JSON; the last statement returns it as `outcome`.
 */
export function recordStatements(
  storeId: number,
  record: IdempotencyRecord,
  outcome: Statement,
  nowMs: number,
): readonly Statement[] {
  const n = outcome.values.length;
  return [
    {
      sql: `DELETE FROM operations WHERE store_id = ?1 AND scope = ?2 AND key = ?3 AND expires_at <= ?4`,
      values: [storeId, record.scope, record.key, nowMs],
    },
    {
      sql: `INSERT INTO operations (store_id, scope, key, fingerprint, expires_at, outcome)
        VALUES (?${n + 1}, ?${n + 2}, ?${n + 3}, ?${n + 4}, ?${n + 5}, ${outcome.sql}) RETURNING outcome`,
      values: [...outcome.values, storeId, record.scope, record.key, record.fingerprint, nowMs + OPERATION_LIFETIME_MS],
    },
  ];
}

/** Selects the valid record of a key: its fingerprint, and its result as `outcome`. */
export function findRecordStatement(storeId: number, scope: string, key: string, nowMs: number): Statement {
  return {
    sql: `SELECT fingerprint, outcome FROM operations
      WHERE store_id = ?1 AND scope = ?2 AND key = ?3 AND expires_at > ?4`,
    values: [storeId, scope, key, nowMs],
  };
}
