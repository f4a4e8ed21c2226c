import type { ItemNote } from '../jobs/job.ts';
import { DELIVERY_KEPT_MS, JOB_KEPT_MS, UPLOAD_GRANT_KEPT_MS } from '../jobs/limits.ts';
import type { Database } from '../platform/database.ts';
import { int, text } from '../platform/cells.ts';
import { failStatements } from './job-sql.ts';
import { NOT_MOVING } from './moved-stores.ts';

/**
 * Ends items of the oldest job that is past its lifetime, `limit` at most, and the job with its last item. Items that
 * the gallery has a record of end as done, the others as failed with `note`. Returns whether there was such a job.
 */
export async function expireItems(database: Database, nowMs: number, note: ItemNote, limit: number): Promise<boolean> {
  const [rows] = await database.batch([
    {
      sql: `SELECT id, item_count - done_count - failed_count <= ?2 AS is_last FROM jobs
        WHERE completed_at IS NULL AND expires_at <= ?1 AND ${NOT_MOVING} ORDER BY expires_at LIMIT 1`,
      values: [nowMs, limit],
    },
  ]);
  if (rows?.[0] === undefined) return false;
  const [id, isLast] = [text(rows[0]?.['id']), int(rows[0]?.['is_last'])];
  const portion = `job_id = ?1 AND idx IN (SELECT idx FROM job_items WHERE job_id = ?1 AND status = 'pending' ORDER BY idx LIMIT ?2)`;
  const [fromRecords, ...failing] = failStatements(portion, [id, limit], note);
  await database.batch([
    ...(fromRecords === undefined ? [] : [fromRecords]),
    {
      sql: `UPDATE jobs SET status = 'expired', completed_at = ?2 WHERE id = ?1 AND completed_at IS NULL AND ?3`,
      values: [id, nowMs, isLast],
    },
    ...failing,
  ]);
  return true;
}

/**
 * Deletes items of the job that ended first of those that ended more than JOB_KEPT_MS ago, `limit` at most, and the job
 * with its last item; as many webhook deliveries that ended more than DELIVERY_KEPT_MS ago, and as many upload URLs that
 * expired more than UPLOAD_GRANT_KEPT_MS ago. Returns whether there may be more.
 */
export async function removeOldItems(database: Database, nowMs: number, limit: number): Promise<boolean> {
  const old = `SELECT id FROM jobs WHERE completed_at <= ?1 AND ${NOT_MOVING} ORDER BY completed_at LIMIT 1`;
  const values = [nowMs - JOB_KEPT_MS];
  const empty = `id IN (${old}) AND NOT EXISTS (SELECT 1 FROM job_items WHERE job_id = jobs.id)`;
  const results = await database.batch([
    { sql: old, values },
    {
      sql: `DELETE FROM job_items WHERE (job_id, idx) IN
        (SELECT job_id, idx FROM job_items WHERE job_id IN (${old}) LIMIT ?2)`,
      values: [...values, limit],
    },
    { sql: `DELETE FROM jobs WHERE ${empty}`, values },
    {
      sql: `DELETE FROM webhook_deliveries WHERE id IN
          (SELECT id FROM webhook_deliveries WHERE ended_at <= ?1 AND ${NOT_MOVING} ORDER BY ended_at LIMIT ?2)
        RETURNING 1`,
      values: [nowMs - DELIVERY_KEPT_MS, limit],
    },
    {
      sql: `DELETE FROM upload_grants WHERE digest IN
          (SELECT digest FROM upload_grants WHERE expires_at <= ?1 AND ${NOT_MOVING} ORDER BY expires_at LIMIT ?2)
        RETURNING 1`,
      values: [nowMs - UPLOAD_GRANT_KEPT_MS, limit],
    },
  ]);
  return results[0]?.[0] !== undefined || results.slice(-2).some(({ length }) => length === limit);
}
