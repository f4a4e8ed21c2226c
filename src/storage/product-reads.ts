import type { ProductHead, ProductReads, WholeProduct } from '../catalogue/product-reads.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import { byDisplayOrder } from '../gallery/state.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { GalleryName, ListedImage, ProductImage, ProductKey } from '../model/product.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import { ACCESS_COLUMNS } from './access-rows.ts';
import { LIVE_TOKEN } from './image-reads.ts';
import { columnList, IMAGE_COLUMNS, toProductImage, toVariantImage, VARIANT_COLUMNS } from './image-rows.ts';
import { listedImagesSql, toListedImages } from './listed-images.ts';
import {
  HEAD,
  headStatement,
  productCondition,
  productSelection,
  type ProductSelection,
  readHead,
  toHead,
} from './product-sql.ts';
import { rememberToken } from './remembered-tokens.ts';

/** Reads of products by GUID on D1. */
export class D1ProductReads implements ProductReads {
  readonly #database: Database;
  readonly #nowMs: () => number;
  readonly #shard: string;

  /** @param shard as of D1ImageReads. */
  constructor(database: Database, nowMs: () => number, shard: string = DEFAULT_SHARD) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#shard = shard;
  }

  async gallery(
    tokenDigest: string,
    ref: ProductRef,
    gallery: GalleryName,
  ): Promise<WithAccess<{ readonly head: ProductHead | undefined; readonly images: readonly ListedImage[] }>> {
    const selection = this.#selection(tokenDigest, ref);
    const [rows] = await this.#database.batch([galleryStatement(selection, gallery)]);
    const { access, value: head } = readHead(rows);
    const images = head === undefined ? [] : toListedImages(rows?.[0]?.['images'], head.productId, gallery);
    return { access, value: { head, images: images.toSorted(byDisplayOrder) } };
  }

  async wholeProduct(tokenDigest: string, ref: ProductRef): Promise<WithAccess<WholeProduct>> {
    const selection = this.#selection(tokenDigest, ref);
    const [heads, shop, shop360, variants] = await this.#database.batch([
      headStatement(selection),
      imagesStatement(selection, 'shop'),
      imagesStatement(selection, 'shop360'),
      variantsStatement(selection),
    ]);
    const { access, value: head } = readHead(heads);
    return { access, value: toWhole(head, shop, shop360, variants) };
  }

  async wholeProductByKey({ storeId, productId }: ProductKey): Promise<WholeProduct> {
    const values = [storeId, productId];
    const [heads, shop, shop360, variants] = await this.#database.batch([
      { sql: `SELECT ${HEAD} FROM products p WHERE p.store_id = ?1 AND p.id = ?2`, values },
      ...['shop', 'shop360'].map((gallery) => ({
        sql: `SELECT ${IMAGE_COLUMNS.join(', ')} FROM product_images WHERE store_id = ?1 AND product_id = ?2 AND gallery = ?3`,
        values: [...values, gallery],
      })),
      {
        sql: `SELECT ${VARIANT_COLUMNS.join(', ')} FROM variant_images WHERE store_id = ?1 AND product_id = ?2 ORDER BY variant`,
        values,
      },
    ]);
    return toWhole(heads?.[0] && toHead(heads[0]), shop, shop360, variants);
  }

  async headWithAccess(
    tokenDigest: string,
    ref: ProductRef,
  ): Promise<WithAccess<{ readonly head: ProductHead | undefined }>> {
    const [heads] = await this.#database.batch([headStatement(this.#selection(tokenDigest, ref))]);
    rememberToken(this.#shard, tokenDigest, heads?.[0]);
    const { access, value: head } = readHead(heads);
    return { access, value: { head } };
  }

  async head(storeId: number, ref: ProductRef): Promise<ProductHead | undefined> {
    const { condition, values } = productCondition(ref, 2);
    const [rows] = await this.#database.batch([
      { sql: `SELECT ${HEAD} FROM products p WHERE p.store_id = ?1 AND ${condition}`, values: [storeId, ...values] },
    ]);
    return rows?.[0] && toHead(rows[0]);
  }

  async imageIds(storeId: number, productId: number, gallery: GalleryName): Promise<readonly number[]> {
    const [rows] = await this.#database.batch([
      {
        sql: 'SELECT id FROM product_images WHERE store_id = ?1 AND product_id = ?2 AND gallery = ?3',
        values: [storeId, productId, gallery],
      },
    ]);
    return (rows ?? []).map(({ id }) => int(id));
  }

  async assignProductId(storeId: number, guid: string, nowMs: number): Promise<number> {
    // A trigger refuses any number but the next one; the counter is read in the same transaction.
    const [, rows] = await this.#database.batch([
      {
        sql: `INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
          SELECT ?1, last_assigned_product_id + 1, ?2, 0, ?3, ?3 FROM store_counters WHERE store_id = ?1
            AND NOT EXISTS (SELECT 1 FROM products WHERE store_id = ?1 AND guid = ?2)`,
        values: [storeId, guid, nowMs],
      },
      { sql: `SELECT ${HEAD} FROM products p WHERE p.store_id = ?1 AND p.guid = ?2`, values: [storeId, guid] },
    ]);
    return toHead(rows?.[0]).productId;
  }

  #selection(tokenDigest: string, ref: ProductRef): ProductSelection {
    return productSelection(tokenDigest, this.#nowMs(), ref);
  }
}

/** Parses images and sorts them here, because D1 would count, and bill, every sorted row twice. */
const toShown = (rows: readonly Row[] = []): readonly ProductImage[] =>
  rows.map(toProductImage).toSorted(byDisplayOrder);

function toWhole(
  head: ProductHead | undefined,
  shop: readonly Row[] = [],
  shop360: readonly Row[] = [],
  variants: readonly Row[] = [],
): WholeProduct {
  return { head, images: [...toShown(shop), ...toShown(shop360)], variants: variants.map(toVariantImage) };
}

/** Selects what `headStatement` does, and the images of a gallery in no order. */
const galleryStatement = ({ condition, values }: ProductSelection, gallery: GalleryName): Statement => ({
  sql: `SELECT ${ACCESS_COLUMNS}, ${HEAD}, ${listedImagesSql(
    `WHERE store_id = p.store_id AND product_id = p.id AND gallery = ?${values.length + 1}`,
  )} AS images FROM tokens t LEFT JOIN products p ON p.store_id = t.store_id AND ${condition} WHERE ${LIVE_TOKEN}`,
  values: [...values, gallery],
});

function imagesStatement({ condition, values }: ProductSelection, gallery: GalleryName): Statement {
  return {
    sql: `SELECT ${columnList('i', IMAGE_COLUMNS)} FROM tokens t
      JOIN products p ON p.store_id = t.store_id AND ${condition}
      JOIN product_images i ON i.store_id = p.store_id AND i.product_id = p.id AND i.gallery = ?${values.length + 1}
      WHERE ${LIVE_TOKEN}`,
    values: [...values, gallery],
  };
}

function variantsStatement({ condition, values }: ProductSelection): Statement {
  return {
    sql: `SELECT ${columnList('v', VARIANT_COLUMNS)} FROM tokens t
      JOIN products p ON p.store_id = t.store_id AND ${condition}
      JOIN variant_images v ON v.store_id = p.store_id AND v.product_id = p.id
      WHERE ${LIVE_TOKEN} ORDER BY v.variant`,
    values,
  };
}
