import type { ImageField, Listing, ListingReads, MediaField } from '../catalogue/listing-reads.ts';
import type { Principal, SessionCredentials, WithPrincipal } from '../catalogue/principal.ts';
import type { ProductSummary } from '../catalogue/image-reads.ts';
import type { Media } from '../model/media.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import { intOrNull, textOrNull } from '../platform/cells.ts';
import {
  type Columns,
  filterSql,
  IMAGE_FIELD_COLUMNS,
  hasExactValues,
  MEDIA_FIELD_COLUMNS,
  orderSql,
} from './filter-sql.ts';
import { MEDIA_COLUMNS, toMedia } from './media-rows.ts';
import { LIVE_TOKEN, NO_PRODUCT } from './image-reads.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { columnList, IMAGE_COLUMNS, toProductImage } from './image-rows.ts';
import { listedImagesSql, toListedImages } from './listed-images.ts';

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
      isPlain
        ? [plainPageStatement(values, listing)]
        : [productStatement(values), pageStatement(values, listing, IMAGES_OF_PRODUCT)],
    );
    const [first] = head ?? [];
    if (first === undefined) return { principal: undefined, value: { product: NO_PRODUCT, images: [] } };
    const images = isPlain ? toListedImages(first['images'], productId, 'shop') : (rows ?? []).map(toProductImage);
    return { principal: toPrincipal(first), value: { product: toProduct(first), images } };
  }

  async allImages(
    credentials: SessionCredentials,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<readonly ProductImage[]>> {
    return await this.#page(credentials, listing, ALL_IMAGES, toProductImage);
  }

  async media(credentials: SessionCredentials, listing: Listing<MediaField>): Promise<WithPrincipal<readonly Media[]>> {
    return await this.#page(credentials, listing, MEDIA, toMedia);
  }

  async #page<F extends string, T>(
    credentials: SessionCredentials,
    listing: Listing<F>,
    table: Table<F>,
    toValue: (row: Row) => T,
  ): Promise<WithPrincipal<readonly T[]>> {
    const values = this.#values(credentials);
    const [head, rows] = await this.#database.batch([
      principalStatement(values),
      pageStatement(values, listing, table),
    ]);
    return { principal: head?.[0] && toPrincipal(head[0]), value: (rows ?? []).map(toValue) };
  }

  #values({ tokenDigest, clientSignature }: SessionCredentials): readonly SqlValue[] {
    return [tokenDigest, this.#nowMs(), clientSignature ?? null];
  }
}

const PRINCIPAL_COLUMNS = `${ACCESS_COLUMNS}, s.sealed_signing_keys, x.server_signature, x.expires_at`;

/** For a call that is not signed, ?3 is NULL, and neither keys nor session are read. */
const PRINCIPAL_TABLES = `tokens t LEFT JOIN stores s ON ?3 IS NOT NULL AND s.id = t.store_id
  LEFT JOIN signing_sessions x ON x.store_id = t.store_id AND x.token_digest = t.digest AND x.client_signature = ?3
    AND x.expires_at > ?2`;

const IMAGE_LIST = columnList('i', IMAGE_COLUMNS);

const principalStatement = (values: readonly SqlValue[]): Statement => ({
  sql: `SELECT ${PRINCIPAL_COLUMNS} FROM ${PRINCIPAL_TABLES} WHERE ${LIVE_TOKEN}`,
  values: values.slice(0, 3),
});

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

/** What a filtered list selects from. */
interface Table<F extends string> {
  readonly select: string;
  readonly where: string;
  readonly id: string;
  readonly columns: Columns<F>;
  /** A field with its own index, which the planner would not use without being told. */
  readonly indexed?: { readonly field: F; readonly index: string };
}

const STORE_ID = `(SELECT t.store_id FROM tokens t WHERE ${LIVE_TOKEN})`;
const ALL_IMAGES: Table<ImageField> = {
  select: `SELECT ${IMAGE_LIST} FROM product_images AS i`,
  where: `i.store_id = ${STORE_ID} AND i.gallery = 'shop'`,
  id: 'i.id',
  columns: IMAGE_FIELD_COLUMNS,
  indexed: { field: 'media_id', index: 'product_images_by_media' },
};
const IMAGES_OF_PRODUCT: Table<ImageField> = {
  select: ALL_IMAGES.select,
  where: `${ALL_IMAGES.where} AND i.product_id = ?4`,
  id: ALL_IMAGES.id,
  columns: IMAGE_FIELD_COLUMNS,
};
const MEDIA: Table<MediaField> = {
  select: `SELECT ${columnList('m', MEDIA_COLUMNS)} FROM media AS m`,
  where: `m.store_id = ${STORE_ID} AND m.trashed_at IS NULL`,
  id: 'm.id',
  columns: MEDIA_FIELD_COLUMNS,
};

/** Reads a page with a filter and an order. ?1 and ?2 belong to the token; the table may use the values after them. */
function pageStatement<F extends string>(
  before: readonly SqlValue[],
  { filter, order, page }: Listing<F>,
  { select, where, id, columns, indexed }: Table<F>,
): Statement {
  const condition = filter === undefined ? { sql: 'true', values: [] } : filterSql(filter, columns, before.length);
  const values = [...before, ...condition.values, page.limit, page.offset];
  const index = filter && indexed && hasExactValues(filter, indexed.field) ? ` INDEXED BY ${indexed.index}` : '';
  return {
    sql: `${select}${index} WHERE ${where} AND ${condition.sql}
      ORDER BY ${orderSql(order, columns, id)} LIMIT ?${values.length - 1} OFFSET ?${values.length}`,
    values,
  };
}

function toPrincipal(row: Row): Principal {
  const serverSignature = textOrNull(row['server_signature']);
  const expiresAtMs = intOrNull(row['expires_at']);
  return {
    access: toAccess(row),
    sealedSigningKeys: textOrNull(row['sealed_signing_keys']) ?? undefined,
    session: serverSignature === null || expiresAtMs === null ? undefined : { serverSignature, expiresAtMs },
  };
}

/** The Store API shows neither the count nor the change time of a product, so that they are not read. */
function toProduct(row: Row): ProductSummary {
  const version = intOrNull(row['version']);
  return version === null ? NO_PRODUCT : { ...NO_PRODUCT, exists: true, version };
}
