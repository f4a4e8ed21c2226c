import type { StoreUsage, UsageCount, UsageCounts } from '../catalogue/store-settings.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';

/** A store with more media or products than this is counted anew once an hour, others with each question. */
const MAX_COUNTED_AT_ONCE = 20_000;
const COUNT_INTERVAL_MS = 60 * 60 * 1000;

const usageSchema = z.object({
  products: z.nullable(z.int()),
  images: z.nullable(z.int()),
  media: z.nullable(z.int()),
  bytes: z.nullable(z.int()),
  counted_at: z.nullable(z.int()),
  last_media_id: z.int(),
  requests: z.int(),
  renditions: z.int(),
});

/** The month of a time, in UTC, such as `2026-11`. */
const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** The counts of isolates on D1. */
export class D1UsageCounts implements UsageCounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(counts: readonly UsageCount[], nowMs: number): Promise<void> {
    await this.#database.batch([
      {
        sql: `INSERT INTO store_usage (store_id, month, requests, renditions)
          SELECT s.id, ?1, value ->> 'requests', value ->> 'renditions'
            FROM json_each(?2) CROSS JOIN stores AS s ON s.hash = value ->> 'storeHash' WHERE true
          ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,
            renditions = renditions + excluded.renditions`,
        values: [monthOf(nowMs), JSON.stringify(counts)],
      },
    ]);
  }
}

/** Returns the statement that reads what was counted of store ?1. */
export const usageStatement = (storeId: number, nowMs: number): Statement => ({
  sql: `SELECT counts.products, counts.images, counts.media, counts.bytes, counts.counted_at, c.last_media_id,
      coalesce(u.requests, 0) AS requests, coalesce(u.renditions, 0) AS renditions
    FROM store_counters AS c LEFT JOIN store_counts AS counts ON counts.store_id = c.store_id
      LEFT JOIN store_usage AS u ON u.store_id = c.store_id AND u.month = ?2
    WHERE c.store_id = ?1`,
  values: [storeId, monthOf(nowMs)],
});

/** Returns what was counted, or undefined where it has to be counted anew. */
export function toUsage(row: Row | undefined, nowMs: number): StoreUsage | undefined {
  if (row === undefined) return undefined;
  const { products, images, media, bytes, counted_at: countedAtMs, ...rest } = usageSchema.parse(row);
  if (products === null || images === null || media === null || bytes === null || countedAtMs === null)
    return undefined;
  const isLarge = Math.max(rest.last_media_id, products) > MAX_COUNTED_AT_ONCE;
  const isRecent = isLarge && nowMs - countedAtMs < COUNT_INTERVAL_MS;
  const { requests, renditions } = rest;
  return isRecent ? { products, images, media, bytes, countedAtMs, requests, renditions } : undefined;
}

/**
 * The media of store ?1, and the bytes of their blobs, equal ones once: those of the first media of each. Media are read in
 * the order of their ids, in which blobs were stored; by the hashes of the blobs, a million of them took six seconds.
 */
const LIBRARY_COUNTS = `SELECT count(*) FILTER (WHERE trashed_at IS NULL) AS media,
    coalesce(sum(byte_count) FILTER (WHERE NOT EXISTS (SELECT 1 FROM media AS other INDEXED BY media_by_blob
      WHERE other.blob_id = m.blob_id AND other.store_id = m.store_id AND other.id < m.id)), 0) AS bytes
  FROM media AS m WHERE m.store_id = ?1`;

/** Counts the rows of a store, keeps the counts, and reads them. */
export async function countUsage(database: Database, storeId: number, nowMs: number): Promise<StoreUsage> {
  const [, rows] = await database.batch([
    {
      sql: `INSERT INTO store_counts (store_id, products, images, media, bytes, counted_at)
        SELECT ?1, count(products.id), coalesce(sum(image_count), 0), library.media, library.bytes, ?2
          FROM (${LIBRARY_COUNTS}) AS library LEFT JOIN products ON store_id = ?1 WHERE true
        ON CONFLICT DO UPDATE SET products = excluded.products, images = excluded.images, media = excluded.media,
          bytes = excluded.bytes, counted_at = excluded.counted_at`,
      values: [storeId, nowMs],
    },
    usageStatement(storeId, nowMs),
  ]);
  const { products, images, media, bytes, counted_at, requests, renditions } = usageSchema.parse(rows?.[0]);
  return {
    products: products ?? 0,
    images: images ?? 0,
    media: media ?? 0,
    bytes: bytes ?? 0,
    countedAtMs: counted_at ?? nowMs,
    requests,
    renditions,
  };
}
