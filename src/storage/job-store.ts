import * as z from 'zod';
import type { AcceptedJob, ItemOutcome, JobFilter, JobResult, JobStore, NewJob } from '../jobs/job-store.ts';
import { JOB_KEPT_MS, JOB_LIFETIME_MS, LEASE_MS } from '../jobs/limits.ts';
import type { ItemKey, ItemNote, Job, LeasedItem, Task } from '../jobs/job.ts';
import type { Database, Row, SqlValue } from '../platform/database.ts';
import { readJobResult } from './job-result.ts';
import { JOB_COLUMNS, parseTask, toJob } from './job-rows.ts';
import {
  acceptStatements,
  replaceBatchFileStatements,
  failStatements,
  itemOutcomeStatements,
  completeFromRecordStatements,
} from './job-sql.ts';
import { runIdempotentWrite } from './idempotent-write.ts';
import { toStore } from './access-rows.ts';

const recordedJobSchema = z.object({ jobId: z.string() });
const leasedSchema = z.object({ product_id: z.int().nullable(), task: z.string(), failure_count: z.int() });
const keySchema = z.object({ job_id: z.string(), idx: z.int() });
const COLUMNS = JOB_COLUMNS.join(', ');

/** Jobs on D1. */
export class D1JobStore implements JobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async accept(job: NewJob): Promise<AcceptedJob> {
    const written = await runIdempotentWrite(
      this.#database,
      {
        storeId: job.storeId,
        statements: acceptStatements(job, job.createdAtMs + JOB_LIFETIME_MS, job.createdAtMs + LEASE_MS),
        outcome: { sql: `json_object('jobId', ?1)`, values: [job.id] },
        record: job.record,
        nowMs: job.createdAtMs,
      },
      // Both are random, so that only an earlier attempt to store the same job can have inserted them.
      (message) => message.includes('jobs.id') || message.includes('jobs.result_key'),
    );
    const { jobId } = recordedJobSchema.parse(written.outcome);
    // Where the answer to an earlier attempt was lost, the record found is this job's own.
    if (written.kind === 'done' || jobId === job.id) return { kind: 'accepted' };
    return { kind: 'duplicate-key', fingerprint: written.fingerprint, jobId };
  }

  async find(storeId: number, jobId: string): Promise<Job | undefined> {
    const [rows] = await this.#database.batch([
      { sql: `SELECT ${COLUMNS} FROM jobs WHERE id = ?1 AND store_id = ?2`, values: [jobId, storeId] },
    ]);
    return rows?.[0] && toJob(rows[0]);
  }

  async findAndCountRead(storeId: number, jobId: string): Promise<Job | undefined> {
    const [, rows] = await this.#database.batch([
      {
        sql: `UPDATE jobs SET read_count = read_count + 1 WHERE id = ?1 AND store_id = ?2 AND completed_at IS NULL`,
        values: [jobId, storeId],
      },
      { sql: `SELECT ${COLUMNS} FROM jobs WHERE id = ?1 AND store_id = ?2`, values: [jobId, storeId] },
    ]);
    return rows?.[0] && toJob(rows[0]);
  }

  async list(
    storeId: number,
    filter: JobFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly jobs: readonly Job[]; readonly totalCount: number }> {
    const where = `store_id = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR created_at >= ?3)
      AND (?4 IS NULL OR created_at <= ?4) AND (?5 IS NULL OR completed_at >= ?5) AND (?6 IS NULL OR completed_at <= ?6)`;
    const bounds = [filter.createdFromMs, filter.createdToMs, filter.completedFromMs, filter.completedToMs];
    const values: readonly SqlValue[] = [storeId, filter.status ?? null, ...bounds.map((bound) => bound ?? null)];
    const [counts, rows] = await this.#database.batch([
      { sql: `SELECT count(*) AS total FROM jobs WHERE ${where}`, values },
      {
        sql: `SELECT ${COLUMNS} FROM jobs WHERE ${where} ORDER BY created_at DESC, id LIMIT ?7 OFFSET ?8`,
        values: [...values, page.limit, page.offset],
      },
    ]);
    return { jobs: (rows ?? []).map(toJob), totalCount: z.object({ total: z.int() }).parse(counts?.[0]).total };
  }

  async result(resultKey: string): Promise<JobResult | undefined> {
    return await readJobResult(this.#database, resultKey);
  }

  async lease(key: ItemKey, leaseUntilMs: number): Promise<LeasedItem | undefined> {
    const [, items, , jobs] = await this.#database.batch([
      ...completeFromRecordStatements(key),
      {
        sql: `UPDATE job_items SET due_at = ?3 WHERE job_id = ?1 AND idx = ?2 AND status = 'pending'
          RETURNING product_id, task, failure_count`,
        values: [key.jobId, key.index, leaseUntilMs],
      },
      { sql: `UPDATE jobs SET status = 'running' WHERE id = ?1 AND status = 'pending'`, values: [key.jobId] },
      {
        sql: `SELECT s.store, j.origin FROM jobs j JOIN store_json s ON s.store_id = j.store_id WHERE j.id = ?1`,
        values: [key.jobId],
      },
    ]);
    const [item, job] = [items?.[0], jobs?.[0]];
    if (item === undefined || job === undefined) return undefined;
    const { product_id, task, failure_count } = leasedSchema.parse(item);
    const { origin, store } = z.object({ origin: z.string(), store: z.string() }).parse(job);
    return {
      ...key,
      store: toStore(store),
      origin,
      productId: product_id ?? undefined,
      task: parseTask(task),
      failureCount: failure_count,
    };
  }

  async recordOutcome(key: ItemKey, outcome: ItemOutcome, nowMs: number): Promise<readonly number[]> {
    const results = await this.#database.batch([
      ...itemOutcomeStatements(key, outcome, nowMs),
      {
        sql: `SELECT id FROM webhook_deliveries WHERE instance = ?1 AND status = 'pending' AND attempt_count = 0`,
        values: [key.jobId],
      },
    ]);
    return (results.at(-1) ?? []).map((row) => z.object({ id: z.int() }).parse(row).id);
  }

  async postpone(key: ItemKey, dueAtMs: number): Promise<void> {
    await this.#database.batch([
      {
        sql: `UPDATE job_items SET failure_count = failure_count + 1, due_at = ?3
          WHERE job_id = ?1 AND idx = ?2 AND status = 'pending'`,
        values: [key.jobId, key.index, dueAtMs],
      },
    ]);
  }

  async replaceBatchFile(key: ItemKey, tasks: readonly Task[], dueAtMs: number): Promise<void> {
    await this.#database.batch(replaceBatchFileStatements(key, tasks, dueAtMs));
  }

  async leaseOverdue(nowMs: number, leaseUntilMs: number, limit: number): Promise<readonly ItemKey[]> {
    const [rows] = await this.#database.batch([
      {
        sql: `UPDATE job_items SET due_at = ?2 WHERE (job_id, idx) IN (
            SELECT job_id, idx FROM job_items WHERE status = 'pending' AND due_at <= ?1 ORDER BY due_at LIMIT ?3)
          RETURNING job_id, idx`,
        values: [nowMs, leaseUntilMs, limit],
      },
    ]);
    return (rows ?? []).map(toKey);
  }

  async expireJobs(nowMs: number, note: ItemNote, limit: number): Promise<void> {
    const overdue = `SELECT id FROM jobs WHERE completed_at IS NULL AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2`;
    const [rows] = await this.#database.batch([{ sql: overdue, values: [nowMs, limit] }]);
    if (rows === undefined || rows.length === 0) return;
    const ids = JSON.stringify(rows.map((row) => z.object({ id: z.string() }).parse(row).id));
    const among = `(SELECT value FROM json_each(?1))`;
    const [fromRecords, ...failing] = failStatements(`job_id IN ${among}`, [ids], note, nowMs);
    await this.#database.batch([
      ...(fromRecords === undefined ? [] : [fromRecords]),
      {
        sql: `UPDATE jobs SET status = 'expired', completed_at = ?2 WHERE id IN ${among} AND completed_at IS NULL`,
        values: [ids, nowMs],
      },
      ...failing,
    ]);
  }

  async removeOldJobs(nowMs: number, limit: number): Promise<void> {
    const old = `SELECT id FROM jobs WHERE completed_at <= ?1 ORDER BY completed_at LIMIT ?2`;
    const values = [nowMs - JOB_KEPT_MS, limit];
    await this.#database.batch([
      { sql: `DELETE FROM webhook_deliveries WHERE instance IN (${old})`, values },
      { sql: `DELETE FROM job_items WHERE job_id IN (${old})`, values },
      { sql: `DELETE FROM jobs WHERE id IN (${old})`, values },
    ]);
  }
}

function toKey(row: Row): ItemKey {
  const { job_id, idx } = keySchema.parse(row);
  return { jobId: job_id, index: idx };
}
