import type { Statement } from '../platform/database.ts';

/** A pending item that is due at ?2, of the store ?1. */
const DUE_ITEM = `store_id = ?1 AND status = 'pending' AND due_at <= ?2`;

/** Selects what is due of a store's work: items in their turns, then deliveries. */
export function dueWorkStatements(storeId: number, nowMs: number, limit: number): readonly Statement[] {
  const values = [storeId, nowMs, limit];
  return [
    { sql: `SELECT job_id, idx, host FROM job_items WHERE ${DUE_ITEM} ORDER BY turn LIMIT ?3`, values },
    { sql: `SELECT id FROM webhook_deliveries WHERE ${DUE_ITEM} ORDER BY due_at LIMIT ?3`, values },
  ];
}

/** Selects when an item or a delivery of a store is due next. */
export function nextDueStatement(storeId: number): Statement {
  const next = (table: string): string =>
    `SELECT min(due_at) AS due_at FROM ${table} WHERE store_id = ?1 AND status = 'pending'`;
  return {
    sql: `SELECT min(due_at) AS due_at FROM (${next('job_items')} UNION ALL ${next('webhook_deliveries')})`,
    values: [storeId],
  };
}

/** The row of sweep_cursors that names the store after which waking goes on. */
const LAST_WOKEN = `prefix = 'woken stores'`;

/** Selects stores with work that is due, of those after the last one that was woken, and the row that names that one. */
export function storesToWakeStatements(nowMs: number, limit: number): readonly Statement[] {
  const cursor = `SELECT start_after FROM sweep_cursors WHERE ${LAST_WOKEN}`;
  const after = `coalesce((SELECT CAST(start_after AS INTEGER) FROM sweep_cursors WHERE ${LAST_WOKEN}), 0)`;
  const isDue = (table: string): string =>
    `EXISTS (SELECT 1 FROM ${table} WHERE store_id = busy.store_id AND status = 'pending' AND due_at <= ?1)`;
  return [
    {
      sql: `WITH busy (store_id) AS (
          SELECT store_id FROM jobs INDEXED BY jobs_open_by_store WHERE completed_at IS NULL
          UNION SELECT store_id FROM webhook_deliveries INDEXED BY webhook_deliveries_due WHERE status = 'pending')
        SELECT store_id FROM busy
        WHERE store_id > ${after} AND (${isDue('job_items')} OR ${isDue('webhook_deliveries')})
        ORDER BY store_id LIMIT ?2`,
      values: [nowMs, limit],
    },
    { sql: cursor, values: [] },
  ];
}

/** Remembers the store after which waking goes on; undefined: from the first one. */
export function saveLastWokenStatement(storeId: number | undefined): Statement {
  if (storeId === undefined) return { sql: `DELETE FROM sweep_cursors WHERE ${LAST_WOKEN}`, values: [] };
  return {
    sql: `INSERT INTO sweep_cursors (prefix, start_after) VALUES ('woken stores', ?1)
      ON CONFLICT (prefix) DO UPDATE SET start_after = excluded.start_after`,
    values: [String(storeId)],
  };
}
