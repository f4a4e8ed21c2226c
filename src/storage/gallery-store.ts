import type {
  CommitResult,
  CommittedOperation,
  GalleryStore,
  IdempotencyRecord,
  RecordedAnswer,
  ResultRows,
  RowSelection,
  Transaction,
} from '../gallery/ports.ts';
import type { SizesByImage } from '../gallery/new-picture.ts';
import type { Kept, Past } from '../gallery/past.ts';
import type { GalleryState, GalleryVariant } from '../gallery/state.ts';
import { toFocalPoint } from '../model/focal-point.ts';
import type { ProductKey } from '../model/product.ts';
import { isMoving } from '../model/shard.ts';
import { array, int, intOrNull, numberOrNull, record, text, textOrNull } from '../platform/cells.ts';
import type { Database, Row } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { commitStatements } from './gallery-sql.ts';
import { checkStoreIsHere } from './moved-stores.ts';
import { findRecordStatement, isKeyTaken, isTokenChanged } from './journal-sql.ts';
import { readKept, readPast } from './past-reads.ts';
import { toShownImage } from './media-facts.ts';
import { readMissingMedia } from './missing-media.ts';
import { hasResultRows, resultRowsExpression } from './result-rows-sql.ts';
import { galleryName, toProductImage, toVariantImage } from './image-rows.ts';

const committedSchema = z.object({
  last_image_id: z.int(),
  deleted: z.nullable(z.string()),
  files: z.nullable(z.string()),
  variants: z.nullable(z.string()),
  undone_to: z.nullable(z.int()),
});
const createdSchema = z.object({
  version: z.int(),
  places: z.array(z.object({ position: z.int(), isMain: z.boolean() })),
  note: z.string(),
});

const NO_ROWS: ResultRows = { images: [], variants: [], mainImageId: undefined };

/** The gallery's port on D1, for one product, in the database session of one call. */
export class D1GalleryStore implements GalleryStore {
  readonly #database: Database;
  readonly #product: ProductKey;
  readonly #guid: string;
  readonly #mayHaveMoved: boolean;

  /** @param mayHaveMoved there are several shards: a store that this one does not have is in another. */
  constructor(database: Database, product: ProductKey, guid: string, mayHaveMoved = false) {
    this.#mayHaveMoved = mayHaveMoved;
    this.#database = database;
    this.#product = product;
    this.#guid = guid;
  }

  async load(): Promise<GalleryState> {
    const values = [this.#product.storeId, this.#product.productId];
    const [products, images, variants] = await this.#database.batch([
      {
        sql: `SELECT p.version, j.job_id, j.run_image_id FROM products p
          LEFT JOIN journal j ON j.store_id = p.store_id AND j.seq = p.last_seq WHERE p.store_id = ?1 AND p.id = ?2`,
        values,
      },
      {
        sql: `SELECT id, gallery, sort_order, is_thumbnail, focal_x, focal_y, revision, last_revision FROM product_images
          WHERE store_id = ?1 AND product_id = ?2`,
        values,
      },
      {
        sql: `SELECT variant, revision, last_revision, image_id FROM variant_images
          WHERE store_id = ?1 AND product_id = ?2`,
        values,
      },
    ]);
    const [product] = products ?? [];
    if (product === undefined && this.#mayHaveMoved) await checkStoreIsHere(this.#database, this.#product.storeId);
    return {
      exists: product !== undefined,
      version: product === undefined ? 0 : int(product['version']),
      // Sorted here, because ORDER BY id makes the planner walk through all images of the store.
      images: (images ?? []).map(toGalleryImage).toSorted((a, b) => a.id - b.id),
      variants: new Map((variants ?? []).map(toGalleryVariant)),
      jobRun: product && toJobRun(product),
    };
  }

  async commit(transaction: Transaction): Promise<CommitResult> {
    try {
      const results = await this.#database.batch(commitStatements(this.#product, this.#guid, transaction));
      const written = results[transaction.record === undefined ? 0 : 1]?.[0];
      const lastImageIdBefore = int(written?.['last_image_id']);
      const rows = hasResultRows(transaction.selection, transaction.changes.inserted.length)
        ? toRows(results.at(-1)?.[0])
        : NO_ROWS;
      return { kind: 'committed', rows, lastImageIdBefore };
    } catch (error) {
      return classify(error);
    }
  }

  async findCommitted(operationId: string, sinceMs: number): Promise<CommittedOperation | undefined> {
    const { storeId, productId } = this.#product;
    const [row] = await this.#database.query(FIND_COMMITTED, storeId, productId, operationId, sinceMs);
    if (row === undefined) return undefined;
    const { last_image_id: lastImageIdBefore, deleted, files, variants, undone_to } = committedSchema.parse(row);
    const obsoleteIds = readList(z.int(), deleted);
    if (undone_to === null) return { lastImageIdBefore, obsoleteIds };
    return {
      lastImageIdBefore,
      obsoleteIds: [...obsoleteIds, ...readList(z.object({ id: z.int() }), files).map(({ id }) => id)],
      obsoleteVariants: readList(z.object({ variant: z.string() }), variants).map(({ variant }) => variant),
    };
  }

  async readPast(version: number): Promise<Past> {
    return await readPast(this.#database, this.#product, version);
  }

  async readKept(imageIds: readonly number[], mediaIds: readonly number[]): Promise<Kept> {
    return await readKept(this.#database, this.#product, imageIds, mediaIds);
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

  async readSizes(imageIds: readonly number[]): Promise<SizesByImage> {
    const { storeId, productId } = this.#product;
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT i.id, i.width_px, i.height_px FROM json_each(?3) AS named
          CROSS JOIN product_images AS i INDEXED BY product_images_by_id
            ON i.store_id = ?1 AND i.id = named.value AND +i.product_id = ?2`,
        values: [storeId, productId, JSON.stringify(imageIds)],
      },
    ]);
    return new Map(
      (rows ?? []).map((row) => [int(row['id']), { widthPx: int(row['width_px']), heightPx: int(row['height_px']) }]),
    );
  }

  async missingMedia(mediaIds: readonly number[]): Promise<ReadonlySet<number>> {
    return await readMissingMedia(this.#database, this.#product.storeId, mediaIds);
  }

  async findRecord(scope: IdempotencyRecord['scope'], key: string): Promise<RecordedAnswer | undefined> {
    const [rows] = await this.#database.batch([findRecordStatement(this.#product.storeId, { scope, key }, Date.now())]);
    const [row] = rows ?? [];
    if (row === undefined) return undefined;
    return { operationId: text(row['operation_id']), fingerprint: text(row['fingerprint']), rows: toRows(row) };
  }
}

/**
 * Walks the chain of the product's journal rows, from the last one back to the first that is too old. That is one row
 * for each command in between, and nothing is read of the store's other products.
 */
const FIND_COMMITTED = `WITH RECURSIVE chain (seq) AS (
    SELECT last_seq FROM products WHERE store_id = ?1 AND id = ?2
    UNION ALL
    SELECT j.previous_seq FROM chain CROSS JOIN journal j ON j.store_id = ?1 AND j.seq = chain.seq
      WHERE j.at >= ?4 AND j.operation_id <> ?3)
  SELECT j.last_image_id, j.change ->> '$.deleted' AS deleted, j.change ->> '$.files' AS files,
    j.change ->> '$.variants' AS variants, j.change ->> '$.undoneTo' AS undone_to FROM chain
    CROSS JOIN journal j ON j.store_id = ?1 AND j.seq = chain.seq WHERE j.operation_id = ?3`;

/** Reads a list of the journal, which is left out where it is empty. */
const readList = <T>(schema: z.ZodMiniType<T>, json: string | null): readonly T[] =>
  z.array(schema).parse(JSON.parse(json ?? '[]'));

function toGalleryImage(row: Row): GalleryState['images'][number] {
  return {
    id: int(row['id']),
    gallery: galleryName(row['gallery']),
    sortOrder: int(row['sort_order']),
    isThumbnail: int(row['is_thumbnail']) === 1,
    focalPoint: toFocalPoint(numberOrNull(row['focal_x']), numberOrNull(row['focal_y'])),
    revision: int(row['revision']),
    lastRevision: int(row['last_revision']),
  };
}

function toJobRun(product: Row): GalleryState['jobRun'] {
  const jobId = textOrNull(product['job_id']);
  const lastImageIdBefore = intOrNull(product['run_image_id']);
  return jobId === null || lastImageIdBefore === null ? undefined : { jobId, lastImageIdBefore };
}

function toGalleryVariant(row: Row): readonly [string, GalleryVariant] {
  const variant = {
    revision: int(row['revision']),
    lastRevision: int(row['last_revision']),
    imageId: intOrNull(row['image_id']) ?? undefined,
  };
  return [text(row['variant']), variant];
}

function toRows(row: Row | undefined): ResultRows {
  const outcome = record(JSON.parse(text(row?.['outcome'])));
  const images = array(outcome['images']);
  const created = outcome['created'] === undefined ? undefined : createdSchema.parse(outcome['created']);
  return {
    ...(created && { created: { ...created, images: images.map(toShownImage) } }),
    images: images.map(toProductImage),
    variants: array(outcome['variants']).map(toVariantImage),
    mainImageId: intOrNull(outcome['main']) ?? undefined,
  };
}

/** Returns what an error of a batch means. Only a failed constraint proves that nothing was written. */
function classify(error: unknown): CommitResult {
  const message = error instanceof Error ? error.message : String(error);
  if (isKeyTaken(message)) return { kind: 'duplicate-key' };
  if (isTokenChanged(message)) return { kind: 'token-changed' };
  if (isMoving(message)) return { kind: 'store-moving' };
  if (message.includes('media_missing')) return { kind: 'media-missing' };
  if (/product_(texts|languages)_full|journal_row_full/.test(message)) return { kind: 'texts-full' };
  if (message.includes('item_has_ended')) return { kind: 'item-ended' };
  if (message.includes('upload_used_up')) return { kind: 'upload-used-up' };
  if (message.includes('upload_too_old')) return { kind: 'upload-expired' };
  // The decision has checked the cap, so that exceeding it proves a stale state.
  if (/stale_version|product_full/.test(message)) return { kind: 'stale' };
  console.error({ event: 'commit-failed', message });
  return { kind: message.includes('SQLITE_CONSTRAINT') ? 'stale' : 'unknown' };
}
