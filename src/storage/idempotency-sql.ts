import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Statement } from '../platform/database.ts';

/** How long an Idempotency-Key counts. */
export const OPERATION_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** An expired record gives way; one that still counts makes the INSERT, and with it the whole batch, fail. */
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

/** Reads the record of a key that still counts. */
export function findRecordStatement(storeId: number, scope: string, key: string, nowMs: number): Statement {
  return {
    sql: `SELECT fingerprint, outcome FROM operations
      WHERE store_id = ?1 AND scope = ?2 AND key = ?3 AND expires_at > ?4`,
    values: [storeId, scope, key, nowMs],
  };
}
