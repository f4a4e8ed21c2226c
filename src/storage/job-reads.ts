import type { WithAccess } from '../catalogue/image-reads.ts';
import type { Job } from '../jobs/job.ts';
import { type JobPosition, type JobReads, MAX_SHOWN_ITEMS, type ShownItem, type ShownJob } from '../jobs/job-reads.ts';
import type { Database, Row } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { columnList, IMAGE_COLUMNS } from './image-rows.ts';
import { ITEM_RESULT_COLUMNS, JOB_COLUMNS, toItemResult, toJob } from './job-rows.ts';
import { MEDIA_FACTS, toShownImage } from './media-facts.ts';

/** The job ?3, where it is one of the store of the token. */
const JOB = `tokens t JOIN jobs j ON j.store_id = t.store_id AND j.id = ?3`;

/** The images that the first items of the job have created or replaced, with their places among all of their product. */
const IMAGES = `WITH shown AS MATERIALIZED (
    SELECT DISTINCT x.store_id, x.product_id, x.image_id FROM ${JOB} JOIN job_items x ON x.job_id = j.id AND x.idx < ?4
    WHERE ${LIVE_TOKEN} AND x.image_id IS NOT NULL AND x.product_id IS NOT NULL),
  placed AS MATERIALIZED (
    SELECT i.store_id, i.id, row_number() OVER (PARTITION BY i.product_id, i.gallery ORDER BY i.sort_order, i.id) - 1 AS position,
      i.gallery = 'shop' AND row_number() OVER (PARTITION BY i.product_id
        ORDER BY i.gallery <> 'shop', i.is_thumbnail DESC, i.sort_order, i.id) = 1 AS is_main
    FROM (SELECT DISTINCT store_id, product_id FROM shown) AS p
    CROSS JOIN product_images i ON i.store_id = p.store_id AND i.product_id = p.product_id)
  SELECT ${columnList('i', IMAGE_COLUMNS)}, i.alts, ${MEDIA_FACTS}, placed.position, placed.is_main
    FROM shown CROSS JOIN placed ON placed.id = shown.image_id
    CROSS JOIN product_images i INDEXED BY product_images_by_id ON i.store_id = shown.store_id AND i.id = shown.image_id
    JOIN media m ON m.store_id = i.store_id AND m.id = i.media_id JOIN blobs b ON b.id = m.blob_id`;

/** The reads of jobs on D1. */
export class D1JobReads implements JobReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(
    tokenDigest: string,
    { after, limit }: { readonly after: JobPosition | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly Job[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT ${columnList('j', JOB_COLUMNS)} FROM tokens t CROSS JOIN jobs j INDEXED BY jobs_by_store
            ON j.store_id = t.store_id AND (j.created_at, j.id) < (?3, ?4)
          WHERE ${LIVE_TOKEN} ORDER BY j.created_at DESC, j.id DESC LIMIT ?5`,
        values: [...token, after?.createdAtMs ?? Number.MAX_SAFE_INTEGER, after?.id ?? '', limit],
      },
    ]);
    return { access: readAccess(tokens), value: (rows ?? []).map(toJob) };
  }

  async job(tokenDigest: string, jobId: string): Promise<WithAccess<ShownJob | undefined>> {
    const token = [tokenDigest, this.#nowMs()];
    const values = [...token, jobId];
    const [tokens, jobs, items, images] = await this.#database.batch([
      accessStatement(token),
      { sql: `SELECT ${columnList('j', JOB_COLUMNS)} FROM ${JOB} WHERE ${LIVE_TOKEN}`, values },
      {
        sql: `SELECT ${columnList('x', ITEM_RESULT_COLUMNS)}, x.task ->> 'kind' IN ('create', 'place') AS is_creation
          FROM ${JOB} JOIN job_items x ON x.job_id = j.id AND x.idx < ?4 WHERE ${LIVE_TOKEN} ORDER BY x.idx`,
        values: [...values, MAX_SHOWN_ITEMS],
      },
      { sql: IMAGES, values: [...values, MAX_SHOWN_ITEMS] },
    ]);
    const job = jobs?.[0] && toJob(jobs[0]);
    const value = job && { job, items: (items ?? []).map(toShownItem), images: new Map((images ?? []).map(toEntry)) };
    return { access: readAccess(tokens), value };
  }
}

const toShownItem = (row: Row): ShownItem => ({
  ...toItemResult(row),
  isCreation: int(row['is_creation']) === 1,
});

function toEntry(row: Row): readonly [number, NonNullable<ReturnType<ShownJob['images']['get']>>] {
  const image = toShownImage(row);
  const [position, isMain] = [int(row['position']), int(row['is_main'])];
  return [image.id, { image, place: { position, isMain: isMain === 1 } }];
}
