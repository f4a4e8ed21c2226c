import type { JobFault, JobLimit } from '../jobs/faults.ts';
import type { AcceptedJob, DueItem, ItemOutcome, JobFilter, JobResult, JobStore, NewJob } from '../jobs/job-store.ts';
import { JOB_LIFETIME_MS, JOB_LIMIT_RETRY_MS } from '../jobs/limits.ts';
import type { ItemKey, ItemNote, Job, LeasedItem, Task } from '../jobs/job.ts';
import { isApiName } from '../model/access.ts';
import type { Database, SqlValue, Statement } from '../platform/database.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { int } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { expireItems, removeOldItems } from './job-expiry.ts';
import { readJobResult } from './job-result.ts';
import { JOB_COLUMNS, parseTask, toJob } from './job-rows.ts';
import {
  acceptStatements,
  replaceBatchFileStatements,
  itemOutcomeStatements,
  completeFromJournalStatements,
} from './job-sql.ts';
import { dueItemsStatement, nextDueStatement, saveLastWokenStatement, storesToWakeStatements } from './due-work-sql.ts';
import { REFUSED, runIdempotentWrite } from './idempotent-write.ts';
import { plainChange } from './journal-sql.ts';
import { toStore } from './access-rows.ts';

const recordedJobSchema = z.object({ jobId: z.string() });
const leasedSchema = z.object({
  product_id: z.nullable(z.int()),
  task: z.string(),
  attempt_count: z.int(),
  failure_count: z.int(),
});
const leasedJobSchema = z.object({ origin: z.string(), api: z.nullable(z.string()), store: z.string() });
const dueItemSchema = z.object({ job_id: z.string(), idx: z.int(), host: z.string() });
const COLUMNS = JOB_COLUMNS.join(', ');

/** Jobs on D1. */
export class D1JobStore implements JobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async accept(job: NewJob): Promise<AcceptedJob> {
    try {
      return await this.#accept(job);
    } catch (error) {
      if (String(error).includes(REFUSED)) return { kind: 'stale' };
      const limit = reachedLimit(error);
      if (limit === undefined) throw error;
      return { kind: 'limit-reached', limit };
    }
  }

  async #accept(job: NewJob): Promise<AcceptedJob> {
    const { id, storeId, record, actor, createdAtMs: atMs } = job;
    const written = await runIdempotentWrite(this.#database, {
      row: {
        storeId,
        atMs,
        product: undefined,
        operationId: `accepted:${id}`,
        record,
        actor: { ...actor, jobId: id },
        type: 'job.accepted',
        change: acceptedChange(job),
      },
      statements: acceptStatements(job, atMs + JOB_LIFETIME_MS),
      outcome: { sql: `json_object('jobId', ?1)`, values: [id] },
    });
    const { jobId } = recordedJobSchema.parse(written.outcome);
    if (written.kind === 'done') return { kind: 'accepted' };
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
    return { jobs: (rows ?? []).map(toJob), totalCount: int(counts?.[0]?.['total']) };
  }

  async result(resultKey: string): Promise<JobResult | undefined> {
    return await readJobResult(this.#database, resultKey);
  }

  async lease(key: ItemKey, leaseUntilMs: number): Promise<LeasedItem | undefined> {
    const [, items, , jobs] = await this.#database.batch([
      ...completeFromJournalStatements(key),
      {
        sql: `UPDATE job_items SET due_at = ?3, attempt_count = attempt_count + 1
          WHERE job_id = ?1 AND idx = ?2 AND status = 'pending' RETURNING product_id, task, attempt_count, failure_count`,
        values: [key.jobId, key.index, leaseUntilMs],
      },
      { sql: `UPDATE jobs SET status = 'running' WHERE id = ?1 AND status = 'pending'`, values: [key.jobId] },
      {
        sql: `SELECT s.store, j.origin, j.api FROM jobs j JOIN store_json s ON s.store_id = j.store_id WHERE j.id = ?1`,
        values: [key.jobId],
      },
    ]);
    const [item, job] = [items?.[0], jobs?.[0]];
    if (item === undefined || job === undefined) return undefined;
    const { product_id, task, attempt_count, failure_count } = leasedSchema.parse(item);
    const { origin, api, store } = leasedJobSchema.parse(job);
    return {
      ...key,
      store: toStore(store),
      origin,
      api: api !== null && isApiName(api) ? api : undefined,
      productId: product_id ?? undefined,
      task: parseTask(task),
      attempt: attempt_count,
      failureCount: failure_count,
    };
  }

  async recordOutcome(key: ItemKey, outcome: ItemOutcome): Promise<void> {
    await this.#database.batch(itemOutcomeStatements(key, outcome));
  }

  async postpone(key: ItemKey, dueAtMs: number, isFailure: boolean): Promise<void> {
    await this.#database.batch([
      {
        sql: `UPDATE job_items SET failure_count = failure_count + ?4, due_at = ?3
          WHERE job_id = ?1 AND idx = ?2 AND status = 'pending'`,
        values: [key.jobId, key.index, dueAtMs, isFailure ? 1 : 0],
      },
    ]);
  }

  async replaceBatchFile(key: ItemKey, tasks: readonly Task[], nowMs: number): Promise<Result<null, JobFault>> {
    try {
      await this.#database.batch(replaceBatchFileStatements(key, tasks, nowMs));
      return ok(null);
    } catch (error) {
      const limit = reachedLimit(error);
      if (limit === undefined) throw error;
      return fail({ kind: 'job-limit-reached', limit, retryAtMs: nowMs + JOB_LIMIT_RETRY_MS });
    }
  }

  async dueItems(storeId: number, nowMs: number, limit: number): Promise<readonly DueItem[]> {
    const [items] = await this.#database.batch([dueItemsStatement(storeId, nowMs, limit)]);
    return (items ?? []).map((row) => {
      const { job_id, idx, host } = dueItemSchema.parse(row);
      return { jobId: job_id, index: idx, host };
    });
  }

  async nextDueAt(storeId: number): Promise<number | undefined> {
    const [rows] = await this.#database.batch([nextDueStatement(storeId)]);
    return z.object({ due_at: z.nullable(z.int()) }).parse(rows?.[0]).due_at ?? undefined;
  }

  async storesToWake(nowMs: number, limit: number): Promise<readonly number[]> {
    const [rows, cursors] = await this.#database.batch(storesToWakeStatements(nowMs, limit));
    const storeIds = (rows ?? []).map((row) => int(row['store_id']));
    const after = storeIds.length === limit ? storeIds.at(-1) : undefined;
    const isMoved = after !== undefined || cursors?.[0] !== undefined;
    if (isMoved) await this.#database.batch([saveLastWokenStatement(after)]);
    return storeIds;
  }

  async expireItems(nowMs: number, note: ItemNote, limit: number): Promise<boolean> {
    return await expireItems(this.#database, nowMs, note, limit);
  }

  async removeOldItems(nowMs: number, limit: number): Promise<boolean> {
    return await removeOldItems(this.#database, nowMs, limit);
  }
}

/** Returns which limit of a store a failed statement has met; undefined where it failed for another reason. */
function reachedLimit(error: unknown): JobLimit | undefined {
  const message = String(error);
  if (message.includes('too_many_jobs')) return 'jobs';
  return message.includes('too_many_items') ? 'items' : undefined;
}

/** What the journal says of a job; it has no change where the product is at another version, and is refused by that. */
function acceptedChange({ id, storeId, items, onVersions }: NewJob): Statement {
  const change = { jobId: id, total: items.tasks.length };
  if (onVersions === undefined) return plainChange(change);
  return {
    sql: `(SELECT json(?1) WHERE coalesce((SELECT version FROM products WHERE store_id = ?2 AND id = ?3), 0)
      IN (SELECT value FROM json_each(?4)))`,
    values: [JSON.stringify(change), storeId, onVersions.productId, JSON.stringify(onVersions.allowed)],
  };
}
