import * as z from 'zod';
import type { CatalogueReads, Found, Page, ProductSummary } from '../catalogue/ports.ts';
import type { Access, ProductImage } from '../catalogue/model.ts';
import type { Database, Row, SqlValue, Statement } from './database.ts';
import { IMAGE_COLUMNS, LIVE_TOKEN, STORE_COLUMNS, toAccess, toProductImage } from './rows.ts';

const productSchema = z.object({ version: z.int().nullable(), shop_image_count: z.int().nullable() });

/** The catalogue's reads on D1. Each batch begins with the token, so that access costs no round trip of its own. */
export class D1CatalogueReads implements CatalogueReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async access(tokenDigest: string): Promise<Access | undefined> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT ${STORE_COLUMNS}, t.scope FROM tokens t JOIN stores s ON s.id = t.store_id WHERE ${LIVE_TOKEN}`,
        values: [tokenDigest, this.#nowMs()],
      },
    ]);
    return rows?.[0] && toAccess(rows[0]);
  }

  async imagePage(
    tokenDigest: string,
    productId: number,
    page: Page,
  ): Promise<Found<{ readonly product: ProductSummary; readonly images: readonly ProductImage[] }>> {
    const values = [tokenDigest, this.#nowMs(), productId];
    const [head, rows] = await this.#database.batch([accessAndProduct(values), imagePageStatement(values, page)]);
    const found = readHead(head);
    return { access: found.access, value: { product: found.value, images: (rows ?? []).map(toProductImage) } };
  }

  async image(
    tokenDigest: string,
    productId: number,
    imageId: number,
  ): Promise<Found<{ readonly product: ProductSummary; readonly image: ProductImage | undefined }>> {
    const values = [tokenDigest, this.#nowMs(), productId];
    const [head, rows] = await this.#database.batch([accessAndProduct(values), imageStatement(values, imageId)]);
    const found = readHead(head);
    return { access: found.access, value: { product: found.value, image: rows?.[0] && toProductImage(rows[0]) } };
  }
}

const IMAGE_LIST = IMAGE_COLUMNS.map((column) => `i.${column}`).join(', ');

function accessAndProduct(values: readonly SqlValue[]): Statement {
  return {
    sql: `SELECT ${STORE_COLUMNS}, t.scope, p.version, json_array_length(p.shop_image_ids) AS shop_image_count
      FROM tokens t JOIN stores s ON s.id = t.store_id LEFT JOIN products p ON p.store_id = t.store_id AND p.id = ?3
      WHERE ${LIVE_TOKEN}`,
    values,
  };
}

/** The product's own list of ids says where the page begins, so the pages before it cost nothing. */
function imagePageStatement(values: readonly SqlValue[], { offset, limit }: Page): Statement {
  return {
    sql: `SELECT ${IMAGE_LIST} FROM tokens t JOIN products p ON p.store_id = t.store_id AND p.id = ?3
      JOIN product_images i ON i.store_id = t.store_id AND i.product_id = p.id AND i.gallery = 'shop'
        AND i.id >= json_extract(p.shop_image_ids, ?4)
      WHERE ${LIVE_TOKEN} ORDER BY i.id LIMIT ?5`,
    values: [...values, `$[${offset}]`, limit],
  };
}

function imageStatement(values: readonly SqlValue[], imageId: number): Statement {
  return {
    sql: `SELECT ${IMAGE_LIST} FROM tokens t JOIN product_images i ON i.store_id = t.store_id AND i.product_id = ?3
        AND i.gallery = 'shop' AND i.id = ?4
      WHERE ${LIVE_TOKEN}`,
    values: [...values, imageId],
  };
}

function readHead(rows: readonly Row[] | undefined): Found<ProductSummary> {
  const [row] = rows ?? [];
  if (row === undefined) return { access: undefined, value: { exists: false, version: 0, shopImageCount: 0 } };
  const { version, shop_image_count } = productSchema.parse(row);
  return {
    access: toAccess(row),
    value: { exists: version !== null, version: version ?? 0, shopImageCount: shop_image_count ?? 0 },
  };
}
