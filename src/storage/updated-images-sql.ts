import { hasTexts, type NewPicture, type UpdatedImage } from '../gallery/changes.ts';
import type { Shift } from '../gallery/shift.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';

/** Shifts images by one statement that names none of them but the one for which they make room. */
export function shiftImages(
  { storeId, productId }: ProductKey,
  shift: Shift | undefined,
  nowMs: number,
): readonly Statement[] {
  if (shift === undefined) return [];
  const { gallery, firstId, lastId, fromSortOrder, toSortOrder, by, exceptIds, placed } = shift;
  const values = [storeId, productId, gallery, firstId, lastId, fromSortOrder, toSortOrder, by, nowMs];
  const place = placed === undefined ? [] : [placed.id, placed.sortOrder];
  const except = exceptIds.map((_, index) => `?${values.length + place.length + 1 + index}`).join(', ');
  const shifted = `id BETWEEN ?4 AND ?5 AND sort_order BETWEEN ?6 AND ?7${except === '' ? '' : ` AND id NOT IN (${except})`}`;
  const sql =
    placed === undefined
      ? `UPDATE product_images SET sort_order = sort_order + ?8, modified_at = ?9
        WHERE store_id = ?1 AND product_id = ?2 AND gallery = ?3 AND ${shifted}`
      : `UPDATE product_images SET sort_order = iif(id = ?10, ?11, sort_order + ?8), modified_at = ?9
        WHERE store_id = ?1 AND product_id = ?2 AND gallery = ?3 AND id BETWEEN min(?4, ?10) AND max(?5, ?10)
          AND (id = ?10 OR (${shifted}))`;
  return [{ sql, values: [...values, ...place, ...exceptIds] }];
}

/** Sets places, flags and texts, and with them focal points where the bytes stay. */
export function placeImages(product: ProductKey, images: readonly UpdatedImage[], nowMs: number): readonly Statement[] {
  const refocused = images.filter(({ picture }) => picture?.kind === 'same');
  const others = images.filter(({ picture }) => picture?.kind !== 'same');
  const described = others.filter(hasTexts);
  const moved = others.filter((image) => !hasTexts(image));
  return [
    ...updatePlaces(product, moved, '', nowMs),
    ...updatePlaces(product, described, SET_TEXTS, nowMs),
    ...updatePlaces(product, refocused, `${SET_TEXTS}${SET_FOCAL_POINT}`, nowMs),
  ];
}

/** Named only where one of them changes: naming them has the triggers that count texts look at every image. */
const SET_TEXTS = `, description = coalesce(placed.description, image.description),
          alts = coalesce(placed.alts, json_patch(image.alts, placed.alts_patch), image.alts)`;

/** Named only where it changes: naming the revision runs the triggers of other revisions for every image. */
const SET_FOCAL_POINT = `, focal_x = placed.focal_x, focal_y = placed.focal_y, revision = placed.revision,
          last_revision = max(last_revision, placed.revision), has_earlier_revisions = 1`;

function updatePlaces(
  product: ProductKey,
  images: readonly UpdatedImage[],
  assignments: string,
  nowMs: number,
): readonly Statement[] {
  if (images.length === 0) return [];
  const rows = images.map(({ id, gallery, sortOrder, isThumbnail, description, alts, picture }) => ({
    id,
    gallery,
    sortOrder,
    isThumbnail,
    description,
    ...(alts?.kind === 'patch' && { altsPatch: alts.patch }),
    ...(alts?.kind === 'whole' && { alts: alts.alts }),
    ...(picture?.kind === 'same' && { revision: picture.revision, ...focalColumns(picture) }),
  }));
  return [
    {
      sql: `WITH placed AS MATERIALIZED (
          SELECT ?1 AS store_id, ?2 AS product_id, value ->> 'gallery' AS gallery, value ->> 'id' AS id,
            value ->> 'sortOrder' AS sort_order, value ->> 'isThumbnail' AS is_thumbnail, value ->> 'description' AS description,
            value ->> 'alts' AS alts, value ->> 'altsPatch' AS alts_patch,
            value ->> 'revision' AS revision, value ->> 'focalX' AS focal_x, value ->> 'focalY' AS focal_y
          FROM json_each(?3))
        UPDATE product_images AS image SET sort_order = placed.sort_order, is_thumbnail = placed.is_thumbnail,
          modified_at = ?4${assignments}
        FROM placed WHERE image.store_id = placed.store_id AND image.product_id = placed.product_id
          AND image.gallery = placed.gallery AND image.id = placed.id`,
      values: [product.storeId, product.productId, JSON.stringify(rows), nowMs],
    },
  ];
}

/**
 * Gives images other bytes: uploaded ones, whose media have the ids from last_media_id + 1 on, or earlier ones. The image
 * says in the same row what it repeats of its media, which a trigger would say in another one.
 */
export function replaceBytes(
  { storeId, productId }: ProductKey,
  updated: readonly UpdatedImage[],
): readonly Statement[] {
  let uploadIndex = 0;
  const rows = updated.flatMap(({ id, gallery, picture }): readonly object[] => {
    if (picture === undefined || picture.kind === 'same') return [];
    const image = { id, gallery, revision: picture.revision, ...focalColumns(picture) };
    if (picture.kind === 'earlier') return [{ ...image, ...picture.media }];
    const { fileStem, format } = picture.upload;
    return [{ ...image, fileStem, format, uploadIndex: uploadIndex++ }];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `WITH replaced AS MATERIALIZED (
          SELECT ?1 AS store_id, ?2 AS product_id, value ->> 'gallery' AS gallery, value ->> 'id' AS id,
            coalesce(value ->> 'mediaId',
              (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + 1 + (value ->> 'uploadIndex')) AS media_id,
            value ->> 'fileStem' AS file_stem, value ->> 'format' AS format, value ->> 'revision' AS revision,
            value ->> 'focalX' AS focal_x, value ->> 'focalY' AS focal_y
          FROM json_each(?3))
        UPDATE product_images AS image SET media_id = replaced.media_id, file_stem = replaced.file_stem,
          format = replaced.format, revision = replaced.revision, last_revision = max(last_revision, replaced.revision),
          focal_x = replaced.focal_x, focal_y = replaced.focal_y, width_px = media.width_px, height_px = media.height_px,
          media_alt_text = media.alt_text, blob_id = media.blob_id
        FROM replaced LEFT JOIN media ON media.store_id = replaced.store_id AND media.id = replaced.media_id WHERE image.store_id = replaced.store_id AND image.product_id = replaced.product_id
          AND image.gallery = replaced.gallery AND image.id = replaced.id`,
      values: [storeId, productId, JSON.stringify(rows)],
    },
  ];
}

/** Returns a focal point by its columns; without one they are NULL. */
export const focalColumns = ({ focalPoint }: Pick<NewPicture, 'focalPoint'>): object =>
  focalPoint === undefined ? {} : { focalX: focalPoint.x, focalY: focalPoint.y };
