import type { NewMedia } from '../catalogue/library-changes.ts';
import type { UpdatedImage } from '../gallery/changes.ts';
import { MAX_RECENT_OPERATIONS } from '../gallery/evolve.ts';
import type { Transaction } from '../gallery/ports.ts';
import { libraryName } from '../model/media-name.ts';
import type { Upload } from '../model/media.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';
import { dropUnusedUploads, insertMedia } from './media-sql.ts';
import { recordStatements } from './idempotency-sql.ts';
import { resultRowsExpression } from './result-rows-sql.ts';

/**
 * Returns the one batch of a command (docs/architecture.md, Writing). Its order matters: the version is raised first,
 * so that a stale batch fails before anything else; a thumbnail is cleared before another is set; the result rows are
 * read last.
 */
export function commitStatements(product: ProductKey, guid: string, transaction: Transaction): readonly Statement[] {
  const { changes, nowMs } = transaction;
  const uploads = [
    ...changes.inserted.flatMap(({ source }) => (source.kind === 'upload' ? source.upload : [])),
    ...changes.updated.flatMap((image) => image.replacement?.upload ?? []),
    ...changes.variants.flatMap(({ picture }) => (picture.kind === 'own' ? [picture.upload] : [])),
  ];
  return [
    raiseVersion(product, guid, transaction),
    ...deleteImages(product, transaction),
    ...uploads.flatMap((upload) => insertMedia(product.storeId, fromDialect(upload), nowMs)),
    ...placeImages(
      product,
      changes.updated.filter((image) => !image.isThumbnail),
      nowMs,
    ),
    ...insertImages(product, transaction, uploads.length),
    ...placeImages(
      product,
      changes.updated.filter((image) => image.isThumbnail),
      nowMs,
    ),
    ...replaceBytes(product, changes.updated, uploads.length),
    ...setVariantImages(product, transaction),
    ...dropUnusedUploads(uploads, nowMs),
    ...answerStatements(product, transaction),
  ];
}

function raiseVersion({ storeId, productId }: ProductKey, guid: string, transaction: Transaction): Statement {
  return {
    sql: `INSERT INTO products (store_id, id, guid, version, recent_operations, created_at, changed_at)
      VALUES (?1, ?2, ?3, ?4 + 1,
        json_array(json_array(?5, (SELECT last_image_id FROM store_counters WHERE store_id = ?1), ?6)), ?6, ?6)
      ON CONFLICT (store_id, id) DO UPDATE SET
        version = excluded.version,
        recent_operations = json_insert(
          iif(json_array_length(recent_operations) >= ${MAX_RECENT_OPERATIONS},
            json_remove(recent_operations, '$[0]'), recent_operations),
          '$[#]', json_extract(excluded.recent_operations, '$[0]')),
        changed_at = excluded.changed_at
      RETURNING json_extract(recent_operations, '$[#-1][1]') AS last_image_id_before`,
    values: [storeId, productId, guid, transaction.expectedVersion, transaction.operationId, transaction.nowMs],
  };
}

function deleteImages({ storeId, productId }: ProductKey, { changes }: Transaction): readonly Statement[] {
  if (changes.deleted.length === 0) return [];
  // MATERIALIZED makes the planner look each id up instead of scanning the ids for each image.
  return [
    {
      sql: `DELETE FROM product_images WHERE (store_id, product_id, gallery, id) IN (
        WITH gone AS MATERIALIZED (SELECT value FROM json_each(?3))
        SELECT ?1, ?2, value ->> 'gallery', value ->> 'id' FROM gone)`,
      values: [storeId, productId, JSON.stringify(changes.deleted)],
    },
  ];
}

/**
 * Returns the media of an upload that came with an image: it is removed with the last image that shows it, and gets a
 * number where its file name is taken.
 */
const fromDialect = (upload: Upload): NewMedia => ({
  upload,
  folder: 'product',
  isPinned: false,
  altText: '',
  name: { kind: 'next-free', name: libraryName(upload) },
});

function placeImages(product: ProductKey, images: readonly UpdatedImage[], nowMs: number): readonly Statement[] {
  if (images.length === 0) return [];
  const rows = images.map(({ id, gallery, sortOrder, isThumbnail, description }) => ({
    id,
    gallery,
    sortOrder,
    isThumbnail,
    description,
  }));
  return [
    {
      sql: `WITH placed AS MATERIALIZED (
          SELECT ?1 AS store_id, ?2 AS product_id, value ->> 'gallery' AS gallery, value ->> 'id' AS id,
            value ->> 'sortOrder' AS sort_order, value ->> 'isThumbnail' AS is_thumbnail, value ->> 'description' AS description
          FROM json_each(?3))
        UPDATE product_images AS image SET sort_order = placed.sort_order, is_thumbnail = placed.is_thumbnail,
          description = coalesce(placed.description, image.description), modified_at = ?4
        FROM placed WHERE image.store_id = placed.store_id AND image.product_id = placed.product_id
          AND image.gallery = placed.gallery AND image.id = placed.id`,
      values: [product.storeId, product.productId, JSON.stringify(rows), nowMs],
    },
  ];
}

/**
 * Inserts the new images. Their uploads are the first that the batch inserted into media, so that their media ids are
 * counted from last_media_id - uploadCount + 1. The id of a media that does not exist becomes NULL, which a trigger
 * refuses, so that the whole batch fails.
 */
function insertImages(
  { storeId, productId }: ProductKey,
  transaction: Transaction,
  uploadCount: number,
): readonly Statement[] {
  const { inserted } = transaction.changes;
  if (inserted.length === 0) return [];
  let uploadIndex = 0;
  const rows = inserted.map(({ source, ...image }) =>
    source.kind === 'media' ? { ...image, mediaId: source.mediaId } : { ...image, uploadIndex: uploadIndex++ },
  );
  return [
    {
      sql: `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, created_at, modified_at)
        SELECT ?1, ?2, image.value ->> 'gallery', counters.last_image_id + 1 + image.key, media.id,
          image.value ->> 'sortOrder', image.value ->> 'isThumbnail', image.value ->> 'description',
          media.file_stem, media.format, media.width_px, media.height_px, media.alt_text, image.value ->> 'revision', ?5, ?5
        FROM (SELECT last_image_id, last_media_id FROM store_counters WHERE store_id = ?1) AS counters
        CROSS JOIN json_each(?3) AS image
        LEFT JOIN media ON media.store_id = ?1 AND media.id =
          coalesce(image.value ->> 'mediaId', counters.last_media_id - ?4 + 1 + (image.value ->> 'uploadIndex'))
        ORDER BY image.key`,
      values: [storeId, productId, JSON.stringify(rows), uploadCount, transaction.nowMs],
    },
  ];
}

function replaceBytes(
  { storeId, productId }: ProductKey,
  updated: readonly UpdatedImage[],
  uploadCount: number,
): readonly Statement[] {
  const rows = updated.flatMap(({ id, gallery, replacement }) =>
    replacement === undefined
      ? []
      : [
          {
            id,
            gallery,
            fileStem: replacement.upload.fileStem,
            format: replacement.upload.format,
            revision: replacement.revision,
          },
        ],
  );
  if (rows.length === 0) return [];
  return [
    {
      sql: `WITH replaced AS MATERIALIZED (
          SELECT ?1 AS store_id, ?2 AS product_id, value ->> 'gallery' AS gallery, value ->> 'id' AS id,
            (SELECT last_media_id FROM store_counters WHERE store_id = ?1) - ?4 + 1 + key AS media_id,
            value ->> 'fileStem' AS file_stem, value ->> 'format' AS format, value ->> 'revision' AS revision
          FROM json_each(?3))
        UPDATE product_images AS image SET media_id = replaced.media_id, file_stem = replaced.file_stem,
          format = replaced.format, revision = replaced.revision
        FROM replaced WHERE image.store_id = replaced.store_id AND image.product_id = replaced.product_id
          AND image.gallery = replaced.gallery AND image.id = replaced.id`,
      values: [storeId, productId, JSON.stringify(rows), uploadCount],
    },
  ];
}

function setVariantImages({ storeId, productId }: ProductKey, { changes, nowMs }: Transaction): readonly Statement[] {
  if (changes.variants.length === 0) return [];
  const rows = changes.variants.map(({ variant, picture, revision }) => ({
    variant,
    revision,
    imageId: picture.kind === 'reference' ? picture.imageId : null,
    fileStem: picture.kind === 'own' ? picture.upload.fileStem : null,
    format: picture.kind === 'own' ? picture.upload.format : null,
  }));
  return [
    {
      sql: `INSERT INTO variant_images (store_id, product_id, variant, image_id, media_id, file_stem, format, revision, modified_at)
        SELECT ?1, ?2, value ->> 'variant', value ->> 'imageId',
          iif(value ->> 'fileStem' IS NULL, NULL, (SELECT last_media_id FROM store_counters WHERE store_id = ?1)),
          value ->> 'fileStem', value ->> 'format', value ->> 'revision', ?4
        FROM json_each(?3) WHERE true
        ON CONFLICT (store_id, product_id, variant) DO UPDATE SET image_id = excluded.image_id, media_id = excluded.media_id,
          file_stem = excluded.file_stem, format = excluded.format, revision = excluded.revision, modified_at = excluded.modified_at`,
      values: [storeId, productId, JSON.stringify(rows), nowMs],
    },
  ];
}

function answerStatements(product: ProductKey, transaction: Transaction): readonly Statement[] {
  const resultRows = resultRowsExpression(product, transaction.selection, transaction.changes.inserted.length);
  if (transaction.record === undefined)
    return [{ sql: `SELECT ${resultRows.sql} AS outcome`, values: resultRows.values }];
  return recordStatements(product.storeId, transaction.record, resultRows, transaction.nowMs);
}
