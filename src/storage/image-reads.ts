import type { ImageReads, Page, ProductSummary, WithAccess } from '../catalogue/image-reads.ts';
import type { Access } from '../model/access.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import { int, intOrNull } from '../platform/cells.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { recallAccess, rememberToken } from './remembered-tokens.ts';
import { columnList, IMAGE_COLUMNS, toProductImage } from './image-rows.ts';
import { listedImagesSql, toListedImages } from './listed-images.ts';

/**
 * The condition that selects a valid token from `tokens AS t`: ?1 is its digest, ?2 the present time in milliseconds.
 */
export const LIVE_TOKEN = `t.digest = ?1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?2)`;

/** Selects the access of a token; the values are those of LIVE_TOKEN. */
export const accessStatement = (values: readonly SqlValue[]): Statement => ({
  sql: `SELECT ${ACCESS_COLUMNS} FROM tokens t WHERE ${LIVE_TOKEN}`,
  values,
});

/** Parses the rows of a statement that selects ACCESS_COLUMNS; undefined where the token is not valid. */
export const readAccess = (rows: readonly Row[] | undefined): Access | undefined => rows?.[0] && toAccess(rows[0]);

/** The summary of a product that has no row. */
export const NO_PRODUCT: ProductSummary = { exists: false, version: 0, changedAtMs: undefined, shopImageCount: 0 };

/** The image reads on D1. Each batch includes the token, so that access needs no round trip of its own. */
export class D1ImageReads implements ImageReads {
  readonly #database: Database;
  readonly #nowMs: () => number;
  readonly #shard: string;

  /** @param shard the name of the database, which keeps what is remembered of tokens apart. */
  constructor(database: Database, nowMs: () => number, shard: string = DEFAULT_SHARD) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#shard = shard;
  }

  async access(tokenDigest: string): Promise<Access | undefined> {
    const [rows] = await this.#database.batch([accessStatement([tokenDigest, this.#nowMs()])]);
    rememberToken(this.#shard, tokenDigest, rows?.[0]);
    return readAccess(rows);
  }

  recallAccess(tokenDigest: string): Access | undefined {
    return recallAccess(this.#shard, tokenDigest);
  }

  async imagePage(
    tokenDigest: string,
    productId: number,
    page: Page,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly images: readonly ListedImage[] }>> {
    const values = [tokenDigest, this.#nowMs(), productId];
    const [rows] = await this.#database.batch([imagePageStatement(values, page)]);
    const { access, value: product } = readHead(rows);
    const [row] = rows ?? [];
    const images = row === undefined || !product.exists ? [] : toListedImages(row['images'], productId, 'shop');
    return { access, value: { product, images } };
  }

  async image(
    tokenDigest: string,
    productId: number,
    imageId: number,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly image: ProductImage | undefined }>> {
    const values = [tokenDigest, this.#nowMs(), productId];
    const [head, rows] = await this.#database.batch([accessAndProduct(values), imageStatement(values, imageId)]);
    const found = readHead(head);
    return { access: found.access, value: { product: found.value, image: rows?.[0] && toProductImage(rows[0]) } };
  }

  async product(tokenDigest: string, productId: number): Promise<WithAccess<ProductSummary>> {
    const [head] = await this.#database.batch([accessAndProduct([tokenDigest, this.#nowMs(), productId])]);
    return readHead(head);
  }

  async storeImageCount(tokenDigest: string): Promise<WithAccess<number>> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT ${ACCESS_COLUMNS}, c.shop_image_count FROM tokens t JOIN store_counters c ON c.store_id = t.store_id
          WHERE ${LIVE_TOKEN}`,
        values: [tokenDigest, this.#nowMs()],
      },
    ]);
    const [row] = rows ?? [];
    if (row === undefined) return { access: undefined, value: 0 };
    return { access: toAccess(row), value: int(row['shop_image_count']) };
  }
}

const IMAGE_LIST = columnList('i', IMAGE_COLUMNS);

const HEAD_COLUMNS = `${ACCESS_COLUMNS}, p.version, p.changed_at, json_array_length(p.shop_image_ids) AS shop_image_count`;
const HEAD_TABLES = `tokens t LEFT JOIN products p ON p.store_id = t.store_id AND p.id = ?3 WHERE ${LIVE_TOKEN}`;

const accessAndProduct = (values: readonly SqlValue[]): Statement => ({
  sql: `SELECT ${HEAD_COLUMNS} FROM ${HEAD_TABLES}`,
  values,
});

const PAGE_SQL = `SELECT ${HEAD_COLUMNS}, ${listedImagesSql(
  `WHERE store_id = p.store_id AND product_id = p.id AND gallery = 'shop' AND id >= json_extract(p.shop_image_ids, ?4)
    ORDER BY id LIMIT ?5`,
)} AS images FROM ${HEAD_TABLES}`;

/** Selects a page. The product's list of image ids contains its first id, so that the pages before it are not read. */
const imagePageStatement = (values: readonly SqlValue[], { offset, limit }: Page): Statement => ({
  sql: PAGE_SQL,
  values: [...values, `$[${offset}]`, limit],
});

function imageStatement(values: readonly SqlValue[], imageId: number): Statement {
  return {
    sql: `SELECT ${IMAGE_LIST} FROM tokens t JOIN product_images i ON i.store_id = t.store_id AND i.product_id = ?3
        AND i.gallery = 'shop' AND i.id = ?4
      WHERE ${LIVE_TOKEN}`,
    values: [...values, imageId],
  };
}

function readHead(rows: readonly Row[] | undefined): WithAccess<ProductSummary> {
  const [row] = rows ?? [];
  if (row === undefined) return { access: undefined, value: NO_PRODUCT };
  const version = intOrNull(row['version']);
  if (version === null) return { access: toAccess(row), value: NO_PRODUCT };
  const [changedAtMs, shopImageCount] = [int(row['changed_at']), int(row['shop_image_count'])];
  return { access: toAccess(row), value: { exists: true, version, changedAtMs, shopImageCount } };
}
