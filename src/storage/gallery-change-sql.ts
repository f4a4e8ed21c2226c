import type { JournalEntry } from '../gallery/journal-entry.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';

/**
 * Returns an SQL expression of what the journal says of a command: the facts of its entry, and the texts, bytes, focal
 * points and variants as they are before it. Parts that nothing belongs to are left out, so that a move reads no rows for it.
 */
export function changeExpression({ storeId, productId }: ProductKey, entry: JournalEntry): Statement {
  const parts: string[] = [];
  const values: (string | number)[] = [JSON.stringify(entry.facts)];
  const addPart = (name: string, ids: readonly unknown[], select: (list: string) => string): void => {
    if (ids.length === 0) return;
    values.push(JSON.stringify(ids));
    parts.push(`'$.${name}', json((${select(`?${values.length}`)}))`);
  };
  if (entry.textIds.length + entry.fileIds.length + entry.focalIds.length + entry.variants.length > 0)
    values.push(storeId, productId);
  addPart(
    'texts',
    entry.textIds,
    (ids) =>
      `SELECT json_group_array(json_object('id', id, 'description', description, 'alts', json(alts))) FROM ${images(ids)}`,
  );
  addPart(
    'files',
    entry.fileIds,
    (ids) => `SELECT json_group_array(json_object('id', id, 'mediaId', media_id, 'fileStem', file_stem,
      'format', format, 'revision', revision)) FROM ${images(ids)}`,
  );
  addPart(
    'focals',
    entry.focalIds,
    (ids) => `SELECT json_group_array(json_object('id', id, 'x', focal_x, 'y', focal_y, 'revision', revision))
      FROM ${images(ids)}`,
  );
  addPart(
    'variants',
    entry.variants,
    (
      names,
    ) => `SELECT json_group_array(json_object('variant', named.value, 'imageId', v.image_id, 'mediaId', v.media_id,
      'fileStem', v.file_stem, 'format', v.format, 'revision', v.revision))
      FROM json_each(${names}) AS named LEFT JOIN variant_images AS v
        ON v.store_id = ?2 AND v.product_id = ?3 AND v.variant = named.value`,
  );
  return { sql: parts.length === 0 ? '?1' : `json_set(?1, ${parts.join(', ')})`, values };
}

/** Images of the product by their ids, also those that come back from the trash, looked up one by one. */
const images = (ids: string): string =>
  `(SELECT image.id, description, alts, media_id, file_stem, format, revision, focal_x, focal_y FROM json_each(${ids}) AS named
      CROSS JOIN product_images AS image INDEXED BY product_images_by_id
      ON image.store_id = ?2 AND image.id = named.value AND +image.product_id = ?3
    UNION ALL
    SELECT image.id, description, alts, media_id, file_stem, format, revision, focal_x, focal_y FROM json_each(${ids}) AS named
      CROSS JOIN trashed_images AS image ON image.store_id = ?2 AND image.id = named.value AND +image.product_id = ?3)`;
