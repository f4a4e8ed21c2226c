import {
  isAssignedProductId,
  ASSIGNED_PRODUCT_IDS,
  parseProductGuid,
  productGuid,
} from '../../src/model/product-guid.ts';
import { sqlLiteral, query, toLines, type Target } from './database.ts';
import { findStoreId } from './stores.ts';
import { UsageError } from './arguments.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Registers a product for a store that accepts registered products only; returns a sentence with its GUID. */
export async function registerProduct(
  target: Target,
  hash: string,
  productId: number,
  guid: string | undefined,
): Promise<string> {
  if (!Number.isSafeInteger(productId) || productId < 1) throw new UsageError('A product id is a whole number from 1.');
  if (isAssignedProductId(productId))
    throw new UsageError(
      `Product ids from ${ASSIGNED_PRODUCT_IDS.first} to ${ASSIGNED_PRODUCT_IDS.last} are given by the service.`,
    );
  if (guid !== undefined && !UUID.test(guid)) throw new UsageError('A GUID is a UUID in lower case.');
  const store = await findStoreId(target, hash);
  const ref = guid === undefined ? undefined : parseProductGuid(guid);
  if (ref?.kind === 'number' && (ref.storeId !== store || ref.productId !== productId)) {
    throw new Error('That GUID belongs to the product whose number stands in it.');
  }
  const ownGuid = guid ?? productGuid({ storeId: store, productId });
  const rows = await query(
    target,
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
      VALUES (${store}, ${sqlLiteral(productId)}, ${sqlLiteral(ownGuid)}, 0, unixepoch() * 1000, unixepoch() * 1000)
      ON CONFLICT (store_id, id) DO NOTHING RETURNING guid`,
  );
  if (rows.length === 0) throw new Error(`Product ${productId} of ${hash} is known already.`);
  return `Registered product ${productId} of ${hash} with GUID ${ownGuid}.`;
}

/** Lists the products of a store by number and GUID. */
export async function listProducts(target: Target, hash: string): Promise<string> {
  const rows = await query(
    target,
    `SELECT p.id, p.guid, p.image_count || ' images' AS images, 'version ' || p.version AS version FROM products p JOIN stores s ON s.id = p.store_id
      WHERE s.hash = ${sqlLiteral(hash)} ORDER BY p.id`,
  );
  if (rows.length === 0) await findStoreId(target, hash);
  return toLines(rows, ['id', 'guid', 'images', 'version'], `Store ${hash} knows no products.`);
}
