import type { NewMedia } from '../catalogue/library-changes.ts';
import { type Changes, hasTexts, type RestoredImage } from '../gallery/changes.ts';
import type { Transaction } from '../gallery/ports.ts';
import { libraryName } from '../model/media-name.ts';
import type { Upload } from '../model/media.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';
import { dropUnusedUploads, insertMedia, takeFromTrash } from './media-sql.ts';
import { changeExpression } from './gallery-change-sql.ts';
import { answerStatement, journalStatements } from './journal-sql.ts';
import { isUnchanged } from './remembered-tokens.ts';
import { hasResultRows, resultRowsExpression } from './result-rows-sql.ts';
import { focalColumns, placeImages, replaceBytes, shiftImages } from './updated-images-sql.ts';

/**
 * Returns the one batch of a command (docs/architecture.md, Writing). Its order matters: the journal row comes first,
 * which raises the version, so that a stale batch fails before anything else, and which says how things were; a
 * thumbnail is cleared before another is set; the result rows are read last.
 */
export function commitStatements(product: ProductKey, guid: string, transaction: Transaction): readonly Statement[] {
  const { changes, shift, nowMs } = transaction;
  // A move changes a thousand images, and the picture of none.
  const repictured = changes.updated.filter(({ picture }) => picture !== undefined);
  const placed = shift === undefined ? changes.updated : shift.rest;
  const ofPictures = { ...changes, updated: repictured };
  const uploads = uploadsOf(ofPictures);
  return [
    ...writeJournal(product, guid, transaction),
    ...countUploadUse(product, transaction),
    ...deleteImages(product, transaction),
    ...uploads.flatMap((upload, index) => insertMedia(product.storeId, fromDialect(upload), index, nowMs)),
    ...takeFromTrash(product.storeId, earlierMediaIds(ofPictures)),
    ...clearTexts(product, transaction),
    ...shiftImages(product, shift, nowMs),
    ...placeImages(
      product,
      placed.filter(({ isThumbnail }) => !isThumbnail),
      nowMs,
    ),
    ...insertImages(product, transaction),
    ...restoreImages(product, changes.restored, nowMs),
    ...placeImages(
      product,
      placed.filter(({ isThumbnail }) => isThumbnail),
      nowMs,
    ),
    ...replaceBytes(product, repictured),
    ...setVariantImages(product, transaction),
    ...dropUnusedUploads(uploads, nowMs),
    ...answerStatements(product, transaction),
  ];
}

/** Returns the uploads of a command. Of images, replaced bytes and variants, a command has one kind at most. */
function uploadsOf(changes: Changes): readonly Upload[] {
  return [
    ...changes.inserted.flatMap(({ source }) => (source.kind === 'upload' ? source.upload : [])),
    ...changes.updated.flatMap(({ picture }) => (picture?.kind === 'upload' ? picture.upload : [])),
    ...changes.variants.flatMap(({ picture }) => (picture.kind === 'own' ? picture.upload : [])),
  ];
}

/** Returns the ids of the media that were shown earlier and are to be shown again. */
function earlierMediaIds({ restored, updated, variants }: Changes): readonly number[] {
  return [
    ...restored.map(({ media }) => media.mediaId),
    ...updated.flatMap(({ picture }) => (picture?.kind === 'earlier' ? picture.media.mediaId : [])),
    ...variants.flatMap(({ picture }) => (picture.kind === 'earlier' ? picture.media.mediaId : [])),
  ];
}

function writeJournal(
  product: ProductKey,
  guid: string,
  { operationId, actor, expected, entry, main, record, rememberedToken, nowMs }: Transaction,
): readonly Statement[] {
  const { storeId, productId } = product;
  const journal = journalStatements({
    storeId,
    atMs: nowMs,
    product: { id: productId, version: expected.version + 1 },
    operationId,
    record,
    actor,
    type: entry.type,
    main,
    ...(rememberedToken && { provided: isUnchanged(rememberedToken, nowMs) }),
    change: changeExpression(product, entry),
  });
  if (expected.exists) return journal;
  return [
    ...journal,
    {
      sql: `INSERT INTO products (store_id, id, guid, version, last_seq, created_at, changed_at, main_image_id)
        SELECT ?1, ?2, ?3, 1, seq, ?4, ?4, nullif(main_image_id, 0) FROM journal
          WHERE store_id = ?1 ORDER BY seq DESC LIMIT 1`,
      values: [storeId, productId, guid, nowMs],
    },
  ];
}

/** Counts a file of the upload URL that the command came by, or fails the batch where that takes none any more. */
function countUploadUse({ storeId }: ProductKey, { uploadDigest }: Transaction): readonly Statement[] {
  if (uploadDigest === undefined) return [];
  return [{ sql: 'INSERT INTO upload_uses (store_id, digest) VALUES (?1, ?2)', values: [storeId, uploadDigest] }];
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

/**
 * Clears the texts that undoing changes, before others come back: what is allowed of all texts together is looked at with
 * each of them, and may be exceeded on the way from one permitted state to another.
 */
function clearTexts({ storeId, productId }: ProductKey, { changes, entry }: Transaction): readonly Statement[] {
  if (entry.facts.undoneTo === undefined) return [];
  const ids = changes.updated.filter(hasTexts).map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    {
      sql: `UPDATE product_images SET description = '', alts = '{}' WHERE (store_id, product_id, gallery, id) IN (
        WITH named AS MATERIALIZED (SELECT value AS id FROM json_each(?3))
        SELECT ?1, ?2, image.gallery, image.id FROM named CROSS JOIN product_images AS image INDEXED BY product_images_by_id
          ON image.store_id = ?1 AND image.id = named.id)`,
      values: [storeId, productId, JSON.stringify(ids)],
    },
  ];
}

/**
 * Inserts the new images. The media of their uploads have the ids from last_media_id + 1 on, which the images raise. The
 * id of a media that does not exist becomes NULL, which a trigger refuses, so that the whole batch fails.
 */
function insertImages({ storeId, productId }: ProductKey, transaction: Transaction): readonly Statement[] {
  const { inserted } = transaction.changes;
  if (inserted.length === 0) return [];
  let uploadIndex = 0;
  const rows = inserted.map(({ source, focalPoint, ...fields }) => {
    const image = { ...fields, ...focalColumns({ focalPoint }) };
    return source.kind === 'media' ? { ...image, mediaId: source.mediaId } : { ...image, uploadIndex: uploadIndex++ };
  });
  return [
    {
      sql: `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at,
          focal_x, focal_y, alts, blob_id)
        SELECT ?1, ?2, image.value ->> 'gallery', counters.last_image_id + 1 + image.key, media.id,
          image.value ->> 'sortOrder', image.value ->> 'isThumbnail', image.value ->> 'description',
          media.file_stem, media.format, media.width_px, media.height_px, media.alt_text, image.value ->> 'revision',
          image.value ->> 'revision', ?4, ?4, image.value ->> 'focalX', image.value ->> 'focalY', image.value ->> 'alts',
          media.blob_id
        FROM (SELECT last_image_id, last_media_id FROM store_counters WHERE store_id = ?1) AS counters
        CROSS JOIN json_each(?3) AS image
        LEFT JOIN media ON media.store_id = ?1 AND media.trashed_at IS NULL AND media.id =
          coalesce(image.value ->> 'mediaId', counters.last_media_id + 1 + (image.value ->> 'uploadIndex'))
        ORDER BY image.key`,
      values: [storeId, productId, JSON.stringify(rows), transaction.nowMs],
    },
  ];
}

/**
 * Brings images back from the trash, whose row a trigger removes. What is not there any more makes the batch fail, by a
 * creation time or a media that is missing.
 */
function restoreImages(
  { storeId, productId }: ProductKey,
  restored: readonly RestoredImage[],
  nowMs: number,
): readonly Statement[] {
  if (restored.length === 0) return [];
  const rows = restored.map(({ media, focalPoint, trashed: _trashed, ...image }) => ({
    ...image,
    ...media,
    ...focalColumns({ focalPoint }),
  }));
  return [
    {
      sql: `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at,
          focal_x, focal_y, has_earlier_revisions, alts, blob_id)
        SELECT ?1, ?2, back.value ->> 'gallery', back.value ->> 'id', media.id, back.value ->> 'sortOrder',
          back.value ->> 'isThumbnail', coalesce(back.value ->> 'description', trashed.description),
          back.value ->> 'fileStem', back.value ->> 'format', media.width_px, media.height_px, media.alt_text,
          back.value ->> 'revision', back.value ->> 'lastRevision', trashed.created_at, ?4, back.value ->> 'focalX',
          back.value ->> 'focalY', trashed.has_earlier_revisions,
          coalesce(back.value ->> 'alts', trashed.alts), media.blob_id
        FROM json_each(?3) AS back
        LEFT JOIN trashed_images AS trashed ON trashed.store_id = ?1 AND trashed.id = back.value ->> 'id'
          AND trashed.product_id = ?2
        LEFT JOIN media ON media.store_id = ?1 AND media.id = back.value ->> 'mediaId' AND media.trashed_at IS NULL
        ORDER BY back.value ->> 'id'`,
      values: [storeId, productId, JSON.stringify(rows), nowMs],
    },
  ];
}

function setVariantImages({ storeId, productId }: ProductKey, { changes, nowMs }: Transaction): readonly Statement[] {
  if (changes.variants.length === 0) return [];
  const rows = changes.variants.map(({ variant, picture, revision }) => ({
    variant,
    revision,
    imageId: picture.kind === 'reference' ? picture.imageId : null,
    ...(picture.kind === 'own' && { fileStem: picture.upload.fileStem, format: picture.upload.format }),
    ...(picture.kind === 'earlier' && picture.media),
  }));
  return [
    {
      sql: `INSERT INTO variant_images (store_id, product_id, variant, image_id, media_id, file_stem, format, revision,
          last_revision, modified_at)
        SELECT ?1, ?2, value ->> 'variant', value ->> 'imageId',
          iif(value ->> 'fileStem' IS NULL, NULL,
            coalesce(value ->> 'mediaId', (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + 1)),
          value ->> 'fileStem', value ->> 'format', value ->> 'revision', value ->> 'revision', ?4
        FROM json_each(?3) WHERE true
        ON CONFLICT (store_id, product_id, variant) DO UPDATE SET image_id = excluded.image_id, media_id = excluded.media_id,
          file_stem = excluded.file_stem, format = excluded.format, revision = excluded.revision,
          last_revision = max(last_revision, excluded.revision), modified_at = excluded.modified_at`,
      values: [storeId, productId, JSON.stringify(rows), nowMs],
    },
  ];
}

/** Returns the statement that reads the result rows last, and keeps them where there is a key to repeat them by. */
function answerStatements(product: ProductKey, transaction: Transaction): readonly Statement[] {
  const { selection, changes, record } = transaction;
  const resultRows = resultRowsExpression(product, selection, changes.inserted.length);
  if (record !== undefined) return [answerStatement(product.storeId, record, resultRows)];
  if (!hasResultRows(selection, changes.inserted.length)) return [];
  return [{ sql: `SELECT ${resultRows.sql} AS outcome`, values: resultRows.values }];
}
