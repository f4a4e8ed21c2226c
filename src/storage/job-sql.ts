import type { ItemOutcome, NewJob } from '../jobs/job-store.ts';
import type { ItemKey, ItemNote, NewTask, Task } from '../jobs/job.ts';
import type { GalleryName } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';

/** How many characters of tasks one statement inserts: the database takes no value of more than 2,000,000 bytes. */
const MAX_PART_CHARACTERS = 400_000;

/** Inserts a job with all its items. */
export function acceptStatements(job: NewJob, expiresAtMs: number): readonly Statement[] {
  return [
    {
      sql: `INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at, api)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
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
        job.actor.api ?? null,
      ],
    },
    ...insertItemsByGallery(job),
  ];
}

/** An item to be inserted; `turn` counts the earlier items of the job for the same host. */
interface NewItem {
  readonly index: number;
  /** Where a new image goes; undefined: to no gallery that is known yet. */
  readonly gallery: GalleryName | undefined;
  readonly task: string;
  readonly host: string;
  readonly turn: number;
}

function toNewItems({ tasks, product }: NewJob['items']): readonly NewItem[] {
  const turns = new Map<string, number>();
  return tasks.map((task, index) => {
    const host = hostOf(task);
    const turn = turns.get(host) ?? 0;
    turns.set(host, turn + 1);
    const gallery = product && ('gallery' in task ? task.gallery : product.gallery);
    return { index, gallery, task: JSON.stringify(task), host, turn };
  });
}

/** Returns the host that a task fetches from; empty where it fetches nothing, or its URL is none. */
function hostOf(task: NewTask): string {
  const url = 'sourceUrl' in task ? task.sourceUrl : 'url' in task ? task.url : undefined;
  return (url !== undefined && URL.parse(url)?.host) || '';
}

/** The items for each gallery have statements of their own, for a new image goes behind the others of its gallery. */
function insertItemsByGallery(job: NewJob): readonly Statement[] {
  const byGallery = Map.groupBy(toNewItems(job.items), ({ gallery }) => gallery);
  return [...byGallery].flatMap(([gallery, items]) => toParts(items).map((part) => insertItems(job, gallery, part)));
}

function toParts(items: readonly NewItem[]): readonly (readonly NewItem[])[] {
  const parts: NewItem[][] = [];
  let characters = Infinity;
  for (const item of items) {
    characters += item.task.length;
    if (characters > MAX_PART_CHARACTERS) {
      parts.push([]);
      characters = item.task.length;
    }
    parts.at(-1)?.push(item);
  }
  return parts;
}

/**
 * Selects the highest sort order in a gallery and among the pending items of other jobs that create images in it; -1
 * where it is empty.
 */
const LAST_PLACE = `SELECT coalesce(max(there, waiting), there, waiting, -1) AS last FROM (SELECT
    (SELECT max(sort_order) FROM product_images WHERE store_id = ?2 AND product_id = ?5 AND gallery = ?6) AS there,
    (SELECT max(task ->> 'sortOrder') FROM job_items
      WHERE store_id = ?2 AND product_id = ?5 AND status = 'pending' AND task ->> 'gallery' = ?6 AND job_id <> ?1) AS waiting)`;

/** The turn of a store's new items: they take turns with the waiting items of its earlier jobs from now on. */
const firstTurn = (storeId: string, exceptJobId: string): string =>
  `coalesce((SELECT min(turn) FROM job_items WHERE store_id = ${storeId} AND status = 'pending' AND job_id <> ${exceptJobId}), 0)`;

/**
 * Inserts items of a job, which are due at once. New images get their sort orders in this transaction, so that no two
 * jobs can assign the same.
 */
function insertItems(
  { id, storeId, items, createdAtMs }: NewJob,
  gallery: GalleryName | undefined,
  part: readonly NewItem[],
): Statement {
  const sortOrder = `coalesce(task ->> '$.place.sortOrder', max(last + (task ->> '$.place.after'), task ->> '$.place.least'))`;
  return {
    sql: `WITH gallery_end AS MATERIALIZED (${LAST_PLACE}), first AS MATERIALIZED (SELECT ${firstTurn('?2', '?1')} AS turn),
        items AS (SELECT value ->> 'index' AS idx, value ->> 'task' AS task, value ->> 'host' AS host, value ->> 'turn' AS turn
          FROM json_each(?3))
      INSERT INTO job_items (job_id, idx, store_id, product_id, task, host, turn, due_at)
      SELECT ?1, idx, ?2, ?5,
        iif(task ->> 'kind' IN ('create', 'place'),
          json_remove(json_set(task, '$.sortOrder', ${sortOrder}), '$.place'),
          task),
        host, first.turn + items.turn, ?4
      FROM items CROSS JOIN gallery_end CROSS JOIN first`,
    values: [id, storeId, JSON.stringify(part), createdAtMs, items.product?.productId ?? null, gallery ?? null],
  };
}

/**
 * Ends pending items as failed, except those whose command is in the journal: these were executed and end as done. A
 * runner that executes the command of a failed item later is refused by the journal, so that an item that was reported
 * as failed cannot take effect afterwards.
 *
 * @param condition an SQL condition on job_items, whose values are `values`.
 */
export function failStatements(condition: string, values: Statement['values'], note: ItemNote): Statement[] {
  const n = values.length;
  return [
    completeFromJournal(condition, values),
    {
      sql: `UPDATE job_items SET status = 'failed', error_code = ?${n + 1}, error_message = ?${n + 2}
        WHERE ${condition} AND status = 'pending'`,
      values: [...values, note.code, note.message],
    },
  ];
}

/** The journal row of an item's command, which has the item as its key. */
const ROW_OF_ITEM = `journal AS j WHERE j.store_id = job_items.store_id AND j.key_scope = 'job:' || job_items.job_id
  AND j.key = CAST(job_items.idx AS TEXT)`;

/**
 * Ends an item as done whose command is in the journal, because its runner died after executing it. Deletions are
 * executed again instead: the replayed result names the images that were skipped.
 */
export function completeFromJournalStatements({ jobId, index }: ItemKey): readonly Statement[] {
  return [completeFromJournal(`job_id = ?1 AND idx = ?2 AND task ->> 'kind' <> 'delete'`, [jobId, index])];
}

function completeFromJournal(condition: string, values: Statement['values']): Statement {
  return {
    sql: `UPDATE job_items SET status = 'done', image_id = (
          SELECT iif(task ->> 'kind' IN ('create', 'place', 'replace'), answer ->> '$.images[0].id', NULL)
          FROM answers AS a WHERE (a.store_id, a.seq) = (SELECT j.store_id, j.seq FROM ${ROW_OF_ITEM}))
      WHERE ${condition} AND status = 'pending' AND EXISTS (SELECT 1 FROM ${ROW_OF_ITEM})`,
    values,
  };
}

/** Records the outcome of one item. */
export function itemOutcomeStatements({ jobId, index }: ItemKey, outcome: ItemOutcome): readonly Statement[] {
  if (outcome.kind === 'failed') return failStatements('job_id = ?1 AND idx = ?2', [jobId, index], outcome.note);
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
  nowMs: number,
): readonly Statement[] {
  const file = `SELECT store_id FROM job_items
    WHERE job_id = ?1 AND idx = ?2 AND status = 'pending' AND task ->> 'kind' = 'read-batch'`;
  return [
    {
      sql: `INSERT INTO job_items (job_id, idx, store_id, task, host, turn, due_at)
        SELECT ?1, row.key, file.store_id, row.value, '', ${firstTurn('file.store_id', '?1')} + row.key, ?4
        FROM (${file}) AS file CROSS JOIN json_each(?3) AS row WHERE row.key <> ?2`,
      values: [jobId, index, JSON.stringify(tasks), nowMs],
    },
    {
      sql: `UPDATE jobs SET item_count = ?3 WHERE id = ?1 AND EXISTS (${file})`,
      values: [jobId, index, tasks.length],
    },
    {
      sql: `UPDATE job_items SET task = ?3, host = '', attempt_count = 0, failure_count = 0, due_at = ?4
        WHERE job_id = ?1 AND idx = ?2 AND status = 'pending' AND task ->> 'kind' = 'read-batch'`,
      values: [jobId, index, JSON.stringify(tasks[index] ?? null), nowMs],
    },
  ];
}
