import type { RowSelection } from '../gallery/ports.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';
import { IMAGE_COLUMNS, VARIANT_COLUMNS } from './image-rows.ts';

/**
 * An expression of the id of a product's main image, from expressions of its store and its number: the thumbnail by its
 * own index; only a product without one has its images looked through.
 */
export const mainImageId = (storeId: string, productId: string): string => `coalesce(
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND is_thumbnail = 1),
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND gallery = 'shop'
    ORDER BY sort_order, id LIMIT 1))`;

/** A JSON expression of the rows that an operation is about; ?1 to ?4 are its values. */
export function resultRowsExpression(
  { storeId, productId }: ProductKey,
  subject: RowSelection,
  createdCount: number,
): Statement {
  const ids =
    createdCount === 0
      ? `SELECT value FROM json_each(?3)`
      : `SELECT last_image_id - key FROM store_counters, json_each(?3) WHERE store_id = ?1`;
  const idList = createdCount === 0 ? subject.imageIds : Array.from({ length: createdCount }, () => 0);
  return {
    sql: `json_object(
      'images', json((SELECT json_group_array(json(row)) FROM (
        SELECT ${jsonObject('image', IMAGE_COLUMNS)} AS row FROM product_images AS image
        WHERE image.store_id = ?1 AND image.id IN (${ids}) AND +image.product_id = ?2 ORDER BY image.id))),
      'variants', json((SELECT json_group_array(${jsonObject('v', VARIANT_COLUMNS)}) FROM variant_images AS v
        WHERE v.store_id = ?1 AND v.product_id = ?2 AND v.variant IN (SELECT value FROM json_each(?4)))),
      'main', ${subject.includesMainImage ? mainImageId('?1', '?2') : 'NULL'})`,
    values: [storeId, productId, JSON.stringify(idList), JSON.stringify(subject.variants)],
  };
}

const jsonObject = (table: string, columns: readonly string[]): string =>
  `json_object(${columns.map((column) => `'${column}', ${table}.${column}`).join(', ')})`;
