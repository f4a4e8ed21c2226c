import * as z from 'zod';
import type {
  CommitResult,
  GalleryStore,
  IdempotencyRecord,
  ResultRows,
  RowSelection,
  Transaction,
} from '../gallery/ports.ts';
import type { CommittedOperation, GalleryState } from '../gallery/state.ts';
import type { ProductKey } from '../model/product.ts';
import type { Database, Row } from '../platform/database.ts';
import { commitStatements } from './gallery-sql.ts';
import { findRecordStatement } from './idempotency-sql.ts';
import { resultRowsExpression } from './result-rows-sql.ts';
import { toProductImage, toVariantImage } from './image-rows.ts';

const productSchema = z.object({ version: z.int(), recent_operations: z.string() });
const recentSchema = z.array(z.tuple([z.string(), z.int(), z.int()]));
const imageSchema = z.object({
  id: z.int(),
  gallery: z.enum(['shop', 'shop360']),
  sort_order: z.int(),
  is_thumbnail: z.int(),
  revision: z.int(),
});
const variantSchema = z.object({ variant: z.string(), revision: z.int(), image_id: z.int().nullable() });
const resultRowsSchema = z.object({
  images: z.array(z.unknown()),
  variants: z.array(z.unknown()),
  main: z.int().nullable(),
});

/** The gallery's port on D1, for one product, in the database session of one call. */
export class D1GalleryStore implements GalleryStore {
  readonly #database: Database;
  readonly #product: ProductKey;
  readonly #guid: string;

  constructor(database: Database, product: ProductKey, guid: string) {
    this.#database = database;
    this.#product = product;
    this.#guid = guid;
  }

  async load(): Promise<GalleryState> {
    const values = [this.#product.storeId, this.#product.productId];
    const [products, images, variants] = await this.#database.batch([
      { sql: 'SELECT version, recent_operations FROM products WHERE store_id = ?1 AND id = ?2', values },
      {
        sql: `SELECT id, gallery, sort_order, is_thumbnail, revision FROM product_images
          WHERE store_id = ?1 AND product_id = ?2`,
        values,
      },
      { sql: 'SELECT variant, revision, image_id FROM variant_images WHERE store_id = ?1 AND product_id = ?2', values },
    ]);
    const [product] = products ?? [];
    const row = product === undefined ? undefined : productSchema.parse(product);
    return {
      exists: row !== undefined,
      version: row?.version ?? 0,
      // Sorted here, because ORDER BY id makes the planner walk through all images of the store.
      images: (images ?? []).map(toGalleryImage).toSorted((a, b) => a.id - b.id),
      variants: new Map(
        (variants ?? []).map((variant) => {
          const parsed = variantSchema.parse(variant);
          return [parsed.variant, { revision: parsed.revision, imageId: parsed.image_id ?? undefined }];
        }),
      ),
      recentOperations: row === undefined ? [] : parseRecent(row.recent_operations),
    };
  }

  async commit(transaction: Transaction): Promise<CommitResult> {
    try {
      const results = await this.#database.batch(commitStatements(this.#product, this.#guid, transaction));
      const before = z.object({ last_image_id_before: z.int() }).parse(results[0]?.[0]);
      const { operationId, nowMs: committedAtMs } = transaction;
      const operation = { operationId, lastImageIdBefore: before.last_image_id_before, committedAtMs };
      return { kind: 'committed', rows: toRows(results.at(-1)?.[0]), operation };
    } catch (error) {
      return classify(error);
    }
  }

  async readRows(
    selection: RowSelection,
    operation: Pick<CommittedOperation, 'lastImageIdBefore'>,
    createdCount: number,
  ): Promise<ResultRows> {
    const created = Array.from({ length: createdCount }, (_, index) => operation.lastImageIdBefore + 1 + index);
    const imageIds = [...selection.imageIds, ...created];
    const { sql, values } = resultRowsExpression(this.#product, { ...selection, imageIds }, 0);
    const [rows] = await this.#database.batch([{ sql: `SELECT ${sql} AS outcome`, values }]);
    return toRows(rows?.[0]);
  }

  async missingMedia(mediaIds: readonly number[]): Promise<ReadonlySet<number>> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT value AS id FROM json_each(?2)
          WHERE NOT EXISTS (SELECT 1 FROM media WHERE store_id = ?1 AND id = value)`,
        values: [this.#product.storeId, JSON.stringify(mediaIds)],
      },
    ]);
    return new Set((rows ?? []).map((row) => z.object({ id: z.int() }).parse(row).id));
  }

  async findRecord(
    scope: IdempotencyRecord['scope'],
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly rows: ResultRows } | undefined> {
    const [rows] = await this.#database.batch([findRecordStatement(this.#product.storeId, scope, key, Date.now())]);
    const [row] = rows ?? [];
    if (row === undefined) return undefined;
    const { fingerprint } = z.object({ fingerprint: z.string() }).parse(row);
    return { fingerprint, rows: toRows(row) };
  }
}

function toGalleryImage(row: Row): GalleryState['images'][number] {
  const { id, gallery, sort_order, is_thumbnail, revision } = imageSchema.parse(row);
  return { id, gallery, sortOrder: sort_order, isThumbnail: is_thumbnail === 1, revision };
}

function parseRecent(json: string): CommittedOperation[] {
  return recentSchema
    .parse(JSON.parse(json))
    .map(([operationId, lastImageIdBefore, committedAtMs]) => ({ operationId, lastImageIdBefore, committedAtMs }));
}

function toRows(row: Row | undefined): ResultRows {
  const { outcome } = z.object({ outcome: z.string() }).parse(row);
  const { images, variants, main } = resultRowsSchema.parse(JSON.parse(outcome));
  return {
    images: images.map(toProductImage),
    variants: variants.map(toVariantImage),
    mainImageId: main ?? undefined,
  };
}

/** Returns what an error of a batch means. Only a failed constraint proves that nothing was written. */
function classify(error: unknown): CommitResult {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('operations.store_id')) return { kind: 'duplicate-key' };
  if (message.includes('media_missing')) return { kind: 'media-missing' };
  if (message.includes('product_texts_full')) return { kind: 'texts-full' };
  if (message.includes('upload_too_old')) return { kind: 'upload-expired' };
  // The decision has checked the cap, so that exceeding it proves a stale state.
  if (/stale_version|product_full/.test(message)) return { kind: 'stale' };
  console.error({ event: 'commit-failed', message });
  return { kind: message.includes('SQLITE_CONSTRAINT') ? 'stale' : 'unknown' };
}
