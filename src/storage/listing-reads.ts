import {
  type ImageField,
  type Listing,
  LISTING_BOUNDS,
  type ListingReads,
  type ListTooLong,
  type MediaField,
} from '../catalogue/listing-reads.ts';
import type { Principal, SessionCredentials, WithPrincipal } from '../catalogue/principal.ts';
import type { ProductSummary } from '../catalogue/image-reads.ts';
import type { Media } from '../model/media.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import type { Result } from '../platform/result.ts';
import { intOrNull } from '../platform/cells.ts';
import { filterSql, IMAGE_FIELD_COLUMNS, orderSql } from './filter-sql.ts';
import { LIVE_TOKEN, NO_PRODUCT } from './image-reads.ts';
import { columnList, IMAGE_COLUMNS, toProductImage } from './image-rows.ts';
import { toMedia } from './media-rows.ts';
import { PagePositions } from './page-positions.ts';
import { PRINCIPAL_COLUMNS, PRINCIPAL_TABLES, principalStatement, toPrincipal } from './principal-rows.ts';
import { ALL_IMAGES, LIBRARY, type ListedTable } from './listed-tables.ts';
import { listedImagesSql, toListedImages } from './listed-images.ts';
import { StoreListing } from './store-listing.ts';

/** Where the lists of this isolate's callers go on. */
const POSITIONS = new PagePositions();

/** The listing reads on D1. Each reads the token in the same round trip, and only rows of the token's store. */
export class D1ListingReads implements ListingReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async principal(credentials: SessionCredentials): Promise<Principal | undefined> {
    const [rows] = await this.#database.batch([principalStatement(this.#values(credentials))]);
    return rows?.[0] && toPrincipal(rows[0]);
  }

  async productImages(
    credentials: SessionCredentials,
    productId: number,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<{ readonly product: ProductSummary; readonly images: readonly ListedImage[] }>> {
    const values = [...this.#values(credentials), productId];
    const isPlain = listing.filter === undefined && listing.order.length === 0;
    const [head, rows] = await this.#database.batch(
      isPlain ? [plainPageStatement(values, listing)] : [productStatement(values), pageStatement(values, listing)],
    );
    const [first] = head ?? [];
    if (first === undefined) return { principal: undefined, value: { product: NO_PRODUCT, images: [] } };
    const images = isPlain ? toListedImages(first['images'], productId, 'shop') : (rows ?? []).map(toProductImage);
    return { principal: toPrincipal(first), value: { product: toProduct(first), images } };
  }

  async allImages(
    credentials: SessionCredentials,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<Result<readonly ProductImage[], ListTooLong>>> {
    return await this.#across(ALL_IMAGES, toProductImage).read(credentials, listing);
  }

  async media(
    credentials: SessionCredentials,
    listing: Listing<MediaField>,
  ): Promise<WithPrincipal<Result<readonly Media[], ListTooLong>>> {
    return await this.#across(LIBRARY, toMedia).read(credentials, listing);
  }

  #across<F extends string, T>(table: ListedTable<F>, toValue: (row: Row) => T): StoreListing<F, T> {
    return new StoreListing(
      { database: this.#database, nowMs: this.#nowMs, positions: POSITIONS, bounds: LISTING_BOUNDS },
      table,
      toValue,
    );
  }

  #values({ tokenDigest, clientSignature }: SessionCredentials): readonly SqlValue[] {
    return [tokenDigest, this.#nowMs(), clientSignature ?? null];
  }
}

const IMAGE_LIST = columnList('i', IMAGE_COLUMNS);

const productStatement = (values: readonly SqlValue[]): Statement => ({
  sql: `SELECT ${PRINCIPAL_COLUMNS}, p.version FROM ${PRINCIPAL_TABLES}
    LEFT JOIN products p ON p.store_id = t.store_id AND p.id = ?4 WHERE ${LIVE_TOKEN}`,
  values,
});

const PLAIN_PAGE_SQL = `SELECT ${PRINCIPAL_COLUMNS}, p.version, ${listedImagesSql(
  `WHERE store_id = p.store_id AND product_id = p.id AND gallery = 'shop' AND id >= json_extract(p.shop_image_ids, ?5)
    ORDER BY id LIMIT ?6`,
)} AS images FROM ${PRINCIPAL_TABLES} LEFT JOIN products p ON p.store_id = t.store_id AND p.id = ?4 WHERE ${LIVE_TOKEN}`;

/**
 * Reads principal, product and a page in the order of ids with one statement, because two would read the token twice.
 * The product's list of image ids contains the first id of the page, so that the pages before it are not read.
 */
const plainPageStatement = (values: readonly SqlValue[], { page }: Listing<ImageField>): Statement => ({
  sql: PLAIN_PAGE_SQL,
  values: [...values, `$[${page.offset}]`, page.limit],
});

/** Reads a page of a product with a filter or an order. ?1 to ?4 are those of the product. */
function pageStatement(before: readonly SqlValue[], { filter, order, page }: Listing<ImageField>): Statement {
  const condition =
    filter === undefined ? { sql: 'true', values: [] } : filterSql(filter, IMAGE_FIELD_COLUMNS, before.length);
  const values = [...before, ...condition.values, page.limit, page.offset];
  return {
    sql: `SELECT ${IMAGE_LIST} FROM product_images AS i
      WHERE i.store_id = (SELECT t.store_id FROM tokens t WHERE ${LIVE_TOKEN}) AND i.gallery = 'shop' AND i.product_id = ?4
        AND ${condition.sql}
      ORDER BY ${orderSql(order, IMAGE_FIELD_COLUMNS, 'i.id')} LIMIT ?${values.length - 1} OFFSET ?${values.length}`,
    values,
  };
}

/** The Store API shows neither the count nor the change time of a product, so that they are not read. */
function toProduct(row: Row): ProductSummary {
  const version = intOrNull(row['version']);
  return version === null ? NO_PRODUCT : { ...NO_PRODUCT, exists: true, version };
}
