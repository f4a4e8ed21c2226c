import type { RowSelection } from '../gallery/ports.ts';
import type { ProductKey } from '../model/product.ts';
import type { SqlValue, Statement } from '../platform/database.ts';
import { IMAGE_COLUMNS, VARIANT_COLUMNS } from './image-rows.ts';
import { MEDIA_FACTS_JSON } from './media-facts.ts';

/**
 * Returns an SQL expression of the id of a product's main image, from expressions of its store and its number. A
 * thumbnail is found by its own index; only a product without one has its images searched.
 */
export const mainImageIdExpression = (storeId: string, productId: string): string => `coalesce(
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND is_thumbnail = 1),
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND gallery = 'shop'
    ORDER BY sort_order, id LIMIT 1))`;

/** Whether the answer to a command shows rows at all. */
export const hasResultRows = ({ imageIds, variants, includesMainImage }: RowSelection, createdCount: number): boolean =>
  createdCount + imageIds.length + variants.length > 0 || includesMainImage;

/**
 * Returns an SQL expression of a command's result rows as JSON, with its values from ?1 on. What is not selected is not asked
 * for.
 *
 * @param createdCount how many images the batch has inserted; where it is not 0, these are shown instead of the
 * selected images.
 */
export function resultRowsExpression(
  { storeId, productId }: ProductKey,
  selection: RowSelection,
  createdCount: number,
): Statement {
  const values: SqlValue[] = [storeId, productId];
  const bind = (value: unknown): string => `?${values.push(JSON.stringify(value))}`;
  const { created, imageIds, variants } = selection;
  const [imageId = 0, ...moreIds] = imageIds;
  let ids: string;
  if (createdCount > 0) {
    const rows = bind(Array.from({ length: createdCount }, () => 0));
    ids = `SELECT last_image_id - key FROM store_counters, json_each(${rows}) WHERE store_id = ?1`;
  } else ids = moreIds.length === 0 ? `?${values.push(imageId)}` : `SELECT value FROM json_each(${bind(imageIds)})`;
  const row = created === undefined ? '' : `, 'alts', json(image.alts), ${MEDIA_FACTS_JSON}`;
  const media =
    created === undefined
      ? ''
      : `JOIN media AS m ON m.store_id = image.store_id AND m.id = image.media_id JOIN blobs AS b ON b.id = m.blob_id`;
  const variantRows =
    variants.length === 0
      ? `'[]'`
      : `(SELECT json_group_array(${jsonObject('v', VARIANT_COLUMNS)}) FROM variant_images AS v
        WHERE v.store_id = ?1 AND v.product_id = ?2 AND v.variant IN (SELECT value FROM json_each(${bind(variants)})))`;
  const sql = `json_object(
      'images', json((SELECT json_group_array(json(row)) FROM (
        SELECT ${jsonObject('image', IMAGE_COLUMNS, row)} AS row FROM product_images AS image ${media}
        WHERE image.store_id = ?1 AND image.id IN (${ids}) AND +image.product_id = ?2 ORDER BY image.id))),
      'variants', json(${variantRows}),
      'main', ${selection.includesMainImage ? mainImageIdExpression('?1', '?2') : 'NULL'}${created === undefined ? '' : `, 'created', json(${bind(created)})`})`;
  return { sql, values };
}

const jsonObject = (table: string, columns: readonly string[], more = ''): string =>
  `json_object(${columns.map((column) => `'${column}', ${table}.${column}`).join(', ')}${more})`;
