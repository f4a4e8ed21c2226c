import type { Statement } from '../platform/database.ts';

/** Selects the items of a store that are due, in their turns. */
export function dueItemsStatement(storeId: number, nowMs: number, limit: number): Statement {
  return {
    sql: `SELECT job_id, idx, host FROM job_items WHERE store_id = ?1 AND status = 'pending' AND due_at <= ?2
      ORDER BY turn LIMIT ?3`,
    values: [storeId, nowMs, limit],
  };
}

/** When the next delivery of the webhook w is due. */
const NEXT_DELIVERY = `(SELECT min(due_at) FROM webhook_deliveries INDEXED BY webhook_deliveries_due
  WHERE webhook_id = w.id AND status = 'pending' AND due_at IS NOT NULL)`;

/** Selects when an item or a delivery of a store is due next; 0 where rows of the journal can be handed out. */
export function nextDueStatement(storeId: number): Statement {
  return {
    sql: `SELECT min(due_at) AS due_at FROM (
        SELECT min(due_at) AS due_at FROM job_items WHERE store_id = ?1 AND status = 'pending'
        UNION ALL SELECT ${NEXT_DELIVERY} FROM webhooks w WHERE w.store_id = ?1 AND w.status = 'active'
        UNION ALL SELECT 0 FROM webhooks_behind WHERE store_id = ?1)`,
    values: [storeId],
  };
}

/** The row of sweep_cursors that names the store after which waking goes on. */
const LAST_WOKEN = `prefix = 'woken stores'`;

/**
 * Selects stores with work that is due, of those after the last one that was woken, and the row that names that one. A
 * store whose webhooks lag behind its journal has such work, too.
 */
export function storesToWakeStatements(nowMs: number, limit: number): readonly Statement[] {
  const cursor = `SELECT start_after FROM sweep_cursors WHERE ${LAST_WOKEN}`;
  const after = `coalesce((SELECT CAST(start_after AS INTEGER) FROM sweep_cursors WHERE ${LAST_WOKEN}), 0)`;
  return [
    {
      sql: `WITH busy (store_id) AS (
          SELECT DISTINCT store_id FROM jobs INDEXED BY jobs_open_by_store WHERE completed_at IS NULL AND store_id > ${after})
        SELECT store_id FROM busy WHERE EXISTS
          (SELECT 1 FROM job_items WHERE store_id = busy.store_id AND status = 'pending' AND due_at <= ?1)
        UNION SELECT w.store_id FROM webhooks w INDEXED BY webhooks_by_store
          WHERE w.store_id > ${after} AND w.status = 'active'
            AND (w.position < (SELECT max(seq) FROM journal WHERE store_id = w.store_id) OR ${NEXT_DELIVERY} <= ?1)
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
