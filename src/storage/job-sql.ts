import { ITEM_FINGERPRINT, type ItemOutcome, type NewJob } from '../jobs/job-store.ts';
import type { ItemKey, ItemNote, Task } from '../jobs/job.ts';
import type { Statement } from '../platform/database.ts';
import { OPERATION_LIFETIME_MS } from './idempotency-sql.ts';

/** Inserts a job with all its items. */
export function acceptStatements(job: NewJob, expiresAtMs: number, dueAtMs: number): readonly Statement[] {
  return [
    {
      sql: `INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
      values: [
        job.id,
        job.storeId,
        job.endpoint,
        job.language,
        job.origin,
        job.items.tasks.length,
        job.resultKey,
        job.createdAtMs,
        expiresAtMs,
      ],
    },
    insertItems(job, dueAtMs),
  ];
}

/**
 * Selects the highest sort order in a gallery and among the pending items that create images in it; -1 where it is
 * empty.
 */
const LAST_PLACE = `SELECT coalesce(max(there, waiting), there, waiting, -1) AS last, there IS NULL AS is_empty FROM (SELECT
    (SELECT max(sort_order) FROM product_images WHERE store_id = ?2 AND product_id = ?5 AND gallery = ?6) AS there,
    (SELECT max(task ->> 'sortOrder') FROM job_items
      WHERE store_id = ?2 AND product_id = ?5 AND status = 'pending' AND task ->> 'gallery' = ?6) AS waiting)`;

/**
 * Inserts a job's items. New images get their sort orders in this transaction, so that no two jobs can assign the same.
 */
function insertItems({ id, storeId, items }: NewJob, dueAtMs: number): Statement {
  const { product, tasks } = items;
  const sortOrder = `coalesce(value ->> '$.place.sortOrder',
    max(last + (value ->> '$.place.after'), value ->> '$.place.least'))`;
  const canBecomeThumbnail = `json(iif(is_empty AND ?6 = 'shop', 'true', 'false'))`;
  return {
    sql: `WITH gallery_end AS MATERIALIZED (${LAST_PLACE})
      INSERT INTO job_items (job_id, idx, store_id, product_id, task, due_at)
      SELECT ?1, key, ?2, ?5,
        iif(value ->> 'kind' = 'create',
          json_remove(json_set(value, '$.sortOrder', ${sortOrder}, '$.canBecomeThumbnail', ${canBecomeThumbnail}), '$.place'),
          value),
        ?4
      FROM json_each(?3) CROSS JOIN gallery_end`,
    values: [id, storeId, JSON.stringify(tasks), dueAtMs, product?.productId ?? null, product?.gallery ?? null],
  };
}

/**
 * Ends pending items as failed, except those that the gallery has a record of: these were executed and end as done. A
 * failed item gets an empty record. A worker that executes its command later finds the key taken, so that an item that
 * was reported as failed cannot take effect afterwards.
 *
 * @param condition an SQL condition on job_items, whose values are `values`.
 */
export function failStatements(
  condition: string,
  values: Statement['values'],
  note: ItemNote,
  nowMs: number,
): Statement[] {
  const n = values.length;
  return [
    completeFromRecord(condition, values),
    {
      sql: `INSERT INTO operations (store_id, scope, key, fingerprint, outcome, expires_at)
        SELECT store_id, 'job:' || job_id, CAST(idx AS TEXT), '${ITEM_FINGERPRINT}',
          '{"images":[],"variants":[],"main":null}', ?${n + 1}
        FROM job_items WHERE ${condition} AND status = 'pending'`,
      values: [...values, nowMs + OPERATION_LIFETIME_MS],
    },
    {
      sql: `UPDATE job_items SET status = 'failed', error_code = ?${n + 1}, error_message = ?${n + 2}
        WHERE ${condition} AND status = 'pending'`,
      values: [...values, note.code, note.message],
    },
  ];
}

const RECORD_OF_ITEM = `operations.store_id = job_items.store_id AND operations.scope = 'job:' || job_items.job_id
  AND operations.key = CAST(job_items.idx AS TEXT)`;

/**
 * Ends an item as done where the gallery has a record of it, because its worker died after executing it. Deletions are
 * executed again instead: the replayed result names the images that were skipped.
 */
export function completeFromRecordStatements({ jobId, index }: ItemKey): readonly Statement[] {
  return [completeFromRecord(`job_id = ?1 AND idx = ?2 AND task ->> 'kind' <> 'delete'`, [jobId, index])];
}

function completeFromRecord(condition: string, values: Statement['values']): Statement {
  return {
    sql: `UPDATE job_items SET status = 'done', image_id = (
          SELECT iif(task ->> 'kind' IN ('create', 'replace'), outcome ->> '$.images[0].id', NULL)
          FROM operations WHERE ${RECORD_OF_ITEM})
      WHERE ${condition} AND status = 'pending' AND EXISTS (SELECT 1 FROM operations WHERE ${RECORD_OF_ITEM})`,
    values,
  };
}

/** Records the outcome of one item. */
export function itemOutcomeStatements(
  { jobId, index }: ItemKey,
  outcome: ItemOutcome,
  nowMs: number,
): readonly Statement[] {
  if (outcome.kind === 'failed') return failStatements('job_id = ?1 AND idx = ?2', [jobId, index], outcome.note, nowMs);
  return [
    {
      sql: `UPDATE job_items SET status = 'done', image_id = ?3, error_code = ?4, error_message = ?5
        WHERE job_id = ?1 AND idx = ?2 AND status = 'pending'`,
      values: [jobId, index, outcome.imageId ?? null, outcome.note?.code ?? null, outcome.note?.message ?? null],
    },
  ];
}

/** Replaces the item that reads a batch file by the tasks of its rows; does nothing where that was done before. */
export function replaceBatchFileStatements(
  { jobId, index }: ItemKey,
  tasks: readonly Task[],
  dueAtMs: number,
): readonly Statement[] {
  const file = `SELECT store_id FROM job_items
    WHERE job_id = ?1 AND idx = ?2 AND status = 'pending' AND task ->> 'kind' = 'read-batch'`;
  return [
    {
      sql: `INSERT INTO job_items (job_id, idx, store_id, task, due_at)
        SELECT ?1, row.key, file.store_id, row.value, ?4 FROM (${file}) AS file CROSS JOIN json_each(?3) AS row
        WHERE row.key <> ?2`,
      values: [jobId, index, JSON.stringify(tasks), dueAtMs],
    },
    {
      sql: `UPDATE jobs SET item_count = ?3 WHERE id = ?1 AND EXISTS (${file})`,
      values: [jobId, index, tasks.length],
    },
    {
      sql: `UPDATE job_items SET task = ?3, failure_count = 0, due_at = ?4
        WHERE job_id = ?1 AND idx = ?2 AND status = 'pending' AND task ->> 'kind' = 'read-batch'`,
      values: [jobId, index, JSON.stringify(tasks[index] ?? null), dueAtMs],
    },
  ];
}
