import type { WithAccess } from '../catalogue/image-reads.ts';
import type { EmptiedTrash, EmptyTrash, TrashedRow, TrashPosition, TrashStore } from '../catalogue/trash.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { runIdempotentWrite } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { columnList, formatSchema } from './image-rows.ts';
import { ACTOR_COLUMNS, toActor } from './journal-rows.ts';
import { toPlaceholder } from './media-rows.ts';
import { productCondition } from './product-sql.ts';

const trashedSchema = z.object({
  id: z.int(),
  product_id: z.int(),
  gallery: z.enum(['shop', 'shop360']),
  description: z.string(),
  original_name: z.string(),
  file_stem: z.string(),
  format: formatSchema,
  revision: z.int(),
  deleted_at: z.int(),
  thumb_hash: z.nullable(z.string()),
  color: z.nullable(z.string()),
  journal_type: z.nullable(z.string()),
});
const emptiedSchema = z.object({ emptied: z.int(), left: z.int() });

const COLUMNS = `x.id, x.product_id, x.gallery, x.description, m.original_name, x.file_stem, x.format, x.revision, x.deleted_at,
  b.thumb_hash, b.color, j.type AS journal_type,
  ${columnList('j', ACTOR_COLUMNS)}`;

/** Those of the images ?2 of store ?1 that are in the trash. */
const IN_TRASH = `SELECT x.id, x.product_id FROM json_each(?2) AS named
  CROSS JOIN trashed_images AS x ON x.store_id = ?1 AND x.id = named.value`;

const COUNT = 'SELECT count(*) AS left FROM trashed_images WHERE store_id = ?1';

/** The trash on D1. */
export class D1TrashStore implements TrashStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(
    tokenDigest: string,
    ref: ProductRef | undefined,
    page: { readonly after: TrashPosition | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly TrashedRow[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows] = await this.#database.batch([accessStatement(token), listStatement(token, ref, page)]);
    return { access: readAccess(tokens), value: (rows ?? []).map(toTrashedRow) };
  }

  async inTrash(storeId: number, imageIds: readonly number[]): Promise<readonly number[]> {
    const rows = await this.#database.query(IN_TRASH, storeId, JSON.stringify(imageIds));
    return rows.map((row) => int(row['id']));
  }

  async productsOf(storeId: number, imageIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const rows = await this.#database.query(
      `${IN_TRASH} UNION ALL SELECT i.id, i.product_id FROM json_each(?2) AS named
        CROSS JOIN product_images AS i INDEXED BY product_images_by_id ON i.store_id = ?1 AND i.id = named.value`,
      storeId,
      JSON.stringify(imageIds),
    );
    return new Map(rows.map((row) => [int(row['id']), int(row['product_id'])]));
  }

  async empty({ storeId, actor, imageIds, limit, operationId, record }: EmptyTrash): Promise<EmptiedTrash | undefined> {
    const ids = await this.#idsToEmpty(storeId, imageIds, limit);
    // Nothing of what was named is there: that is no command, unless its key has to be remembered.
    if (imageIds !== undefined && ids.length === 0 && record.key === operationId) {
      const left = await this.#database.query(COUNT, storeId);
      return { emptied: 0, left: int(left[0]?.['left']), isReplay: false };
    }
    const written = await runIdempotentWrite(this.#database, {
      row: {
        storeId,
        atMs: this.#nowMs(),
        product: undefined,
        operationId,
        record,
        actor,
        type: 'trash.emptied',
        // Those that come back before the batch are neither removed nor told.
        change: {
          sql: `json_object('imageIds', json((SELECT json_group_array(x.id) FROM json_each(?2) AS named
            CROSS JOIN trashed_images AS x ON x.store_id = ?1 AND x.id = named.value)))`,
          values: [storeId, JSON.stringify(ids)],
        },
      },
      statements: emptyStatements(storeId, ids, imageIds === undefined && ids.length < limit ? limit : 0),
      outcome: {
        sql: `json_object('emptied', (SELECT json_array_length(change, '$.imageIds') FROM journal
          WHERE store_id = ?1 AND key_scope = ?2 AND key = ?3), 'left', (${COUNT}))`,
        values: [storeId, record.scope, record.key],
      },
    });
    const isReplay = written.kind === 'duplicate-key';
    if (isReplay && written.fingerprint !== record.fingerprint) return undefined;
    return { ...emptiedSchema.parse(written.outcome), isReplay };
  }

  /** Returns which of the images are in the trash, or which have been there longest. */
  async #idsToEmpty(
    storeId: number,
    imageIds: readonly number[] | undefined,
    limit: number,
  ): Promise<readonly number[]> {
    if (imageIds !== undefined) return await this.inTrash(storeId, imageIds);
    const rows = await this.#database.query(
      'SELECT id FROM trashed_images WHERE store_id = ?1 ORDER BY deleted_at LIMIT ?2',
      storeId,
      limit,
    );
    return rows.map((row) => int(row['id']));
  }
}

function listStatement(
  token: Statement['values'],
  ref: ProductRef | undefined,
  { after, limit }: { readonly after: TrashPosition | undefined; readonly limit: number },
): Statement {
  // Beyond every time and every image, where a list begins.
  const position = [after?.deletedAtMs ?? Number.MAX_SAFE_INTEGER, after?.imageId ?? 0, limit];
  const product = ref && productCondition(ref, 6);
  const index = product === undefined ? 'trashed_images_by_time' : 'trashed_images_by_product';
  return {
    sql: `SELECT ${COLUMNS} FROM tokens t
      ${product === undefined ? '' : `JOIN products p ON p.store_id = t.store_id AND ${product.condition}`}
      CROSS JOIN trashed_images x INDEXED BY ${index} ON x.store_id = t.store_id
        ${product === undefined ? '' : 'AND x.product_id = p.id'}
      JOIN media m ON m.store_id = x.store_id AND m.id = x.media_id JOIN blobs b ON b.id = m.blob_id
      LEFT JOIN journal j ON j.store_id = x.store_id AND j.seq = x.seq
      WHERE ${LIVE_TOKEN} AND (x.deleted_at, x.id) < (?3, ?4)
      ORDER BY x.deleted_at DESC, x.id DESC LIMIT ?5`,
    values: [...token, ...position, ...(product?.values ?? [])],
  };
}

/**
 * Returns the statements that remove images for good, with those of their media that are in the trash and that no other
 * image there has.
 *
 * @param replacedCount how many of the media go besides that were replaced by others; 0 while images are left.
 */
function emptyStatements(storeId: number, imageIds: readonly number[], replacedCount: number): readonly Statement[] {
  const values = [storeId, JSON.stringify(imageIds)];
  const named = `SELECT value FROM json_each(?2)`;
  const media = `SELECT x.media_id FROM json_each(?2) AS named
    CROSS JOIN trashed_images AS x ON x.store_id = ?1 AND x.id = named.value`;
  const unused = `trashed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trashed_images AS x INDEXED BY trashed_images_by_media
    WHERE x.store_id = media.store_id AND x.media_id = media.id AND x.id NOT IN (${named}))`;
  const replaced = `SELECT id FROM media WHERE store_id = ?1 AND ${unused} ORDER BY trashed_at LIMIT ?3`;
  return [
    { sql: `DELETE FROM media WHERE store_id = ?1 AND id IN (${media}) AND ${unused}`, values },
    { sql: `DELETE FROM trashed_images WHERE store_id = ?1 AND id IN (${named})`, values },
    {
      sql: `DELETE FROM media WHERE store_id = ?1 AND id IN (${replaced})`,
      values: [...values, replacedCount],
    },
  ];
}

function toTrashedRow(row: Row): TrashedRow {
  const parsed = trashedSchema.parse(row);
  return {
    id: parsed.id,
    productId: parsed.product_id,
    gallery: parsed.gallery,
    description: parsed.description,
    originalName: parsed.original_name,
    fileStem: parsed.file_stem,
    format: parsed.format,
    revision: parsed.revision,
    placeholder: toPlaceholder(parsed.thumb_hash, parsed.color),
    deletedAtMs: parsed.deleted_at,
    actor: parsed.journal_type === null ? undefined : toActor(row),
  };
}
