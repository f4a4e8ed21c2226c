import type { UpdatedImage } from '../gallery/changes.ts';
import { MAX_RECENT_OPERATIONS } from '../gallery/apply.ts';
import type { Plan } from '../gallery/ports.ts';
import type { ProductKey, Upload } from '../catalogue/model.ts';
import type { Statement } from './database.ts';
import { outcomeExpression, recordStatements } from './outcome-sql.ts';

/**
 * The one batch of a command (design: "Writing", step 5). Order matters: the version first, so that a stale writer
 * fails before anything else; a thumbnail is cleared before another is set; the outcome is read last.
 */
export function commitStatements(product: ProductKey, guid: string, plan: Plan): readonly Statement[] {
  const { changes, nowMs } = plan;
  const uploads = [
    ...changes.inserted.map((image) => image.upload),
    ...changes.updated.flatMap((image) => image.replacement?.upload ?? []),
    ...changes.variants.flatMap(({ picture }) => (picture.kind === 'own' ? [picture.upload] : [])),
  ];
  return [
    raiseVersion(product, guid, plan),
    ...deleteImages(product, plan),
    ...storeUploads(product, uploads, nowMs),
    ...placeImages(
      product,
      changes.updated.filter((image) => !image.isThumbnail),
      nowMs,
    ),
    ...insertImages(product, plan, uploads.length),
    ...placeImages(
      product,
      changes.updated.filter((image) => image.isThumbnail),
      nowMs,
    ),
    ...replaceBytes(product, changes.updated, uploads.length),
    ...setVariantImages(product, plan),
    ...dropUnusedUploads(uploads, nowMs),
    ...outcomeStatements(product, plan),
  ];
}

function raiseVersion({ storeId, productId }: ProductKey, guid: string, plan: Plan): Statement {
  return {
    sql: `INSERT INTO products (store_id, id, guid, version, recent_operations, created_at, changed_at)
      VALUES (?1, ?2, ?3, ?4 + 1,
        json_array(json_array(?5, (SELECT last_image_id FROM store_counters WHERE store_id = ?1))), ?6, ?6)
      ON CONFLICT (store_id, id) DO UPDATE SET
        version = excluded.version,
        recent_operations = json_insert(
          iif(json_array_length(recent_operations) >= ${MAX_RECENT_OPERATIONS},
            json_remove(recent_operations, '$[0]'), recent_operations),
          '$[#]', json_extract(excluded.recent_operations, '$[0]')),
        changed_at = excluded.changed_at
      RETURNING json_extract(recent_operations, '$[#-1][1]') AS last_image_id_before`,
    values: [storeId, productId, guid, plan.expectedVersion, plan.operationId, plan.nowMs],
  };
}

function deleteImages({ storeId, productId }: ProductKey, { changes }: Plan): readonly Statement[] {
  if (changes.deleted.length === 0) return [];
  // Materialised, so that the planner looks each id up instead of scanning the ids for each image.
  return [
    {
      sql: `DELETE FROM product_images WHERE (store_id, product_id, gallery, id) IN (
        WITH gone AS MATERIALIZED (SELECT value FROM json_each(?3))
        SELECT ?1, ?2, value ->> 'gallery', value ->> 'id' FROM gone)`,
      values: [storeId, productId, JSON.stringify(changes.deleted)],
    },
  ];
}

/** Equal bytes of a store share one blob: the first upload's keys stay, a later upload's are dropped below. */
function storeUploads({ storeId }: ProductKey, uploads: readonly Upload[], nowMs: number): readonly Statement[] {
  if (uploads.length === 0) return [];
  const json = JSON.stringify(uploads);
  return [
    {
      sql: `INSERT INTO blobs (store_id, sha256, original_key, render_key, format, byte_count, width_px, height_px,
          frame_count, has_alpha, created_at)
        SELECT ?1, value ->> 'sha256', value ->> 'originalKey', value ->> 'renderKey', value ->> 'format',
          value ->> 'byteCount', value ->> 'widthPx', value ->> 'heightPx', value ->> 'frameCount', value ->> 'hasAlpha', ?3
        FROM json_each(?2) WHERE true ON CONFLICT (store_id, sha256) DO NOTHING`,
      values: [storeId, json, nowMs],
    },
    {
      sql: `INSERT INTO media (store_id, id, blob_id, original_name, created_at)
        SELECT ?1, (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + 1 + upload.key, blobs.id,
          upload.value ->> 'originalName', ?3
        FROM json_each(?2) AS upload CROSS JOIN blobs
        WHERE blobs.store_id = ?1 AND blobs.sha256 = upload.value ->> 'sha256'`,
      values: [storeId, json, nowMs],
    },
  ];
}

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

/** New media took the ids up to last_media_id, in the order of the uploads; new images come first among these. */
function insertImages({ storeId, productId }: ProductKey, plan: Plan, uploadCount: number): readonly Statement[] {
  const { inserted } = plan.changes;
  if (inserted.length === 0) return [];
  const rows = inserted.map(({ upload, ...image }) => ({ ...image, fileStem: upload.fileStem, format: upload.format }));
  return [
    {
      sql: `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, revision, created_at, modified_at)
        SELECT ?1, ?2, image.value ->> 'gallery', counters.last_image_id + 1 + image.key,
          counters.last_media_id - ?4 + 1 + image.key, image.value ->> 'sortOrder', image.value ->> 'isThumbnail',
          image.value ->> 'description', image.value ->> 'fileStem', image.value ->> 'format', image.value ->> 'revision', ?5, ?5
        FROM (SELECT last_image_id, last_media_id FROM store_counters WHERE store_id = ?1) AS counters
        CROSS JOIN json_each(?3) AS image ORDER BY image.key`,
      values: [storeId, productId, JSON.stringify(rows), uploadCount, plan.nowMs],
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

function setVariantImages({ storeId, productId }: ProductKey, { changes, nowMs }: Plan): readonly Statement[] {
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

/** The keys of uploads whose bytes the store had already. */
function dropUnusedUploads(uploads: readonly Upload[], nowMs: number): readonly Statement[] {
  if (uploads.length === 0) return [];
  const keys = uploads.flatMap(({ originalKey, renderKey }) => [
    { key: originalKey, originalKey },
    ...(renderKey === null ? [] : [{ key: renderKey, originalKey }]),
  ]);
  return [
    {
      sql: `INSERT INTO dropped_keys (kind, key, dropped_at)
        SELECT 'object', value ->> 'key', ?2 FROM json_each(?1)
        WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE original_key = value ->> 'originalKey')`,
      values: [JSON.stringify(keys), nowMs],
    },
  ];
}

function outcomeStatements(product: ProductKey, plan: Plan): readonly Statement[] {
  const outcome = outcomeExpression(product, plan.subject, plan.changes.inserted.length);
  if (plan.record === undefined) return [{ sql: `SELECT ${outcome.sql} AS outcome`, values: outcome.values }];
  return recordStatements(product.storeId, plan.record, outcome, plan.nowMs);
}
