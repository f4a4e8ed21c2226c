import type { WithAccess } from '../catalogue/image-reads.ts';
import type { ProductHead } from '../catalogue/product-reads.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { Row, SqlValue, Statement } from '../platform/database.ts';
import { int, record, text } from '../platform/cells.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { LIVE_TOKEN } from './image-reads.ts';

/** The columns of `products AS p` that `toHead` reads. */
export const HEAD = 'p.id AS product_id, p.guid, p.version, p.changed_at';

/** A condition on `products AS p` that selects one product, with all values that the statement has bound so far. */
export interface ProductSelection {
  readonly condition: string;
  readonly values: readonly SqlValue[];
}

/** Returns the selection of a product of the token's own store; ?1 and ?2 are those of LIVE_TOKEN. */
export function productSelection(tokenDigest: string, nowMs: number, ref: ProductRef): ProductSelection {
  const { condition, values } = productCondition(ref, 3);
  return { condition, values: [tokenDigest, nowMs, ...values] };
}

/**
 * Returns the condition that selects a product, with its values bound from `?first` on. A GUID that was derived for
 * another store selects none.
 */
export function productCondition(ref: ProductRef, first: number): ProductSelection {
  if (ref.kind === 'guid') return { condition: `p.guid = ?${first}`, values: [ref.guid] };
  if (ref.storeId === undefined) return { condition: `p.id = ?${first}`, values: [ref.productId] };
  return { condition: `p.id = ?${first} AND p.store_id = ?${first + 1}`, values: [ref.productId, ref.storeId] };
}

/** Selects the token's access, and the head of the product where it has a row. */
export function headStatement({ condition, values }: ProductSelection): Statement {
  return {
    sql: `SELECT ${ACCESS_COLUMNS}, ${HEAD} FROM tokens t
      LEFT JOIN products p ON p.store_id = t.store_id AND ${condition} WHERE ${LIVE_TOKEN}`,
    values,
  };
}

/** Parses the rows of `headStatement`. */
export function readHead(rows: readonly Row[] | undefined): WithAccess<ProductHead | undefined> {
  const [row] = rows ?? [];
  if (row === undefined) return { access: undefined, value: undefined };
  return { access: toAccess(row), value: row['product_id'] === null ? undefined : toHead(row) };
}

/** Parses a row with the columns of HEAD. */
export function toHead(row: Row | undefined): ProductHead {
  const cells = record(row);
  return {
    productId: int(cells['product_id']),
    guid: text(cells['guid']),
    version: int(cells['version']),
    changedAtMs: int(cells['changed_at']),
  };
}
