import type { IdempotencyRecord, RowSelection } from '../gallery/ports.ts';
import type { ProductKey } from '../model/product.ts';
import type { Statement } from '../platform/database.ts';
import { IMAGE_COLUMNS, VARIANT_COLUMNS } from './rows.ts';

/** How long an Idempotency-Key counts. */
export const OPERATION_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** An expired record gives way; one that still counts makes the INSERT, and with it the whole batch, fail. */
export function recordStatements(
  storeId: number,
  record: IdempotencyRecord,
  outcome: Statement,
  nowMs: number,
): readonly Statement[] {
  const n = outcome.values.length;
  return [
    {
      sql: `DELETE FROM operations WHERE store_id = ?1 AND scope = ?2 AND key = ?3 AND expires_at <= ?4`,
      values: [storeId, record.scope, record.key, nowMs],
    },
    {
      sql: `INSERT INTO operations (store_id, scope, key, fingerprint, expires_at, outcome)
        VALUES (?${n + 1}, ?${n + 2}, ?${n + 3}, ?${n + 4}, ?${n + 5}, ${outcome.sql}) RETURNING outcome`,
      values: [...outcome.values, storeId, record.scope, record.key, record.fingerprint, nowMs + OPERATION_LIFETIME_MS],
    },
  ];
}

/** Reads the record of a key that still counts. */
export function recallStatement(storeId: number, scope: string, key: string, nowMs: number): Statement {
  return {
    sql: `SELECT fingerprint, outcome FROM operations
      WHERE store_id = ?1 AND scope = ?2 AND key = ?3 AND expires_at > ?4`,
    values: [storeId, scope, key, nowMs],
  };
}

/**
 * An expression of the id of a product's main image, from expressions of its store and its number: the thumbnail by its
 * own index; only a product without one has its images looked through.
 */
export const mainImageId = (storeId: string, productId: string): string => `coalesce(
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND is_thumbnail = 1),
  (SELECT id FROM product_images WHERE store_id = ${storeId} AND product_id = ${productId} AND gallery = 'shop'
    ORDER BY sort_order, id LIMIT 1))`;

/** A JSON expression of the rows that an operation is about; ?1 to ?4 are its values. */
export function outcomeExpression(
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
