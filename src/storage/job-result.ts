import type { JobResult } from '../jobs/job-store.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { ITEM_RESULT_COLUMNS, JOB_COLUMNS, toItemResult, toJob } from './job-rows.ts';
import { mainImageIdExpression } from './result-rows-sql.ts';
import { toStore } from './access-rows.ts';
import { columnList, IMAGE_COLUMNS, toProductImage } from './image-rows.ts';

const ITEMS = `jobs j JOIN job_items x ON x.job_id = j.id`;

/**
 * Reads a job with the results of its items by the key of its result, in one round trip; undefined where there is none.
 */
export async function readJobResult(database: Database, resultKey: string): Promise<JobResult | undefined> {
  const values = [resultKey];
  const [jobs, items, images, mains] = await database.batch([
    {
      sql: `SELECT ${columnList('j', JOB_COLUMNS)}, s.store FROM jobs j JOIN store_json s ON s.store_id = j.store_id
        WHERE j.result_key = ?1`,
      values,
    },
    {
      sql: `SELECT ${columnList('x', ITEM_RESULT_COLUMNS)} FROM ${ITEMS} WHERE j.result_key = ?1 ORDER BY x.idx`,
      values,
    },
    {
      sql: `SELECT DISTINCT ${columnList('i', IMAGE_COLUMNS)} FROM ${ITEMS}
        JOIN product_images i ON i.store_id = x.store_id AND i.id = x.image_id WHERE j.result_key = ?1`,
      values,
    },
    {
      sql: `SELECT ${mainImageIdExpression('p.store_id', 'p.product_id')} AS id
        FROM (SELECT DISTINCT x.store_id, x.product_id FROM ${ITEMS} WHERE j.result_key = ?1 AND x.image_id IS NOT NULL) AS p`,
      values,
    },
  ]);
  const [row] = jobs ?? [];
  if (row === undefined) return undefined;
  return {
    job: toJob(row),
    store: toStore(z.object({ store: z.string() }).parse(row).store),
    items: (items ?? []).map(toItemResult),
    images: new Map((images ?? []).map(toProductImage).map((image) => [image.id, image])),
    mainImageIds: new Set((mains ?? []).flatMap((main) => z.object({ id: z.nullable(z.int()) }).parse(main).id ?? [])),
  };
}
