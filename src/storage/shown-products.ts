import type { WithAccess } from '../catalogue/image-reads.ts';
import type { ProductHead } from '../catalogue/product-reads.ts';
import type { ShownProductReads, ShownRows } from '../catalogue/shown-products.ts';
import { byDisplayOrder } from '../gallery/state.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { ProductKey } from '../model/product.ts';
import type { ShownImage, ShownVariant } from '../model/shown-product.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import { LIVE_TOKEN } from './image-reads.ts';
import { columnList, IMAGE_COLUMNS, toVariantImage, VARIANT_COLUMNS } from './image-rows.ts';
import { MEDIA_FACTS, toMediaFacts, toShownImage } from './media-facts.ts';
import { HEAD, headStatement, productSelection, readHead, toHead } from './product-sql.ts';

const IMAGE_LIST = `${columnList('i', IMAGE_COLUMNS)}, i.alts, ${MEDIA_FACTS}`;
const VARIANT_LIST = `${columnList('v', VARIANT_COLUMNS)}, ${MEDIA_FACTS}`;

/** A product's images with their media, after `p` has been selected: two rows more for each image. */
const IMAGES = `JOIN product_images i ON i.store_id = p.store_id AND i.product_id = p.id
  JOIN media m ON m.store_id = i.store_id AND m.id = i.media_id JOIN blobs b ON b.id = m.blob_id`;
const VARIANTS = `JOIN variant_images v ON v.store_id = p.store_id AND v.product_id = p.id
  LEFT JOIN media m ON m.store_id = v.store_id AND m.id = v.media_id LEFT JOIN blobs b ON b.id = m.blob_id`;

/** The reads of products with the facts of their media on D1. */
export class D1ShownProducts implements ShownProductReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async product(tokenDigest: string, ref: ProductRef): Promise<WithAccess<ShownRows>> {
    const selection = productSelection(tokenDigest, this.#nowMs(), ref);
    const { condition, values } = selection;
    const from = `FROM tokens t JOIN products p ON p.store_id = t.store_id AND ${condition}`;
    const [heads, images, variants] = await this.#database.batch([
      headStatement(selection),
      { sql: `SELECT ${IMAGE_LIST} ${from} ${IMAGES} WHERE ${LIVE_TOKEN}`, values },
      { sql: `SELECT ${VARIANT_LIST} ${from} ${VARIANTS} WHERE ${LIVE_TOKEN} ORDER BY v.variant`, values },
    ]);
    const { access, value: head } = readHead(heads);
    return { access, value: toRows(head, images, variants) };
  }

  async productByKey({ storeId, productId }: ProductKey): Promise<ShownRows> {
    const values = [storeId, productId];
    const where = 'WHERE p.store_id = ?1 AND p.id = ?2';
    const statements: readonly Statement[] = [
      { sql: `SELECT ${HEAD} FROM products p ${where}`, values },
      { sql: `SELECT ${IMAGE_LIST} FROM products p ${IMAGES} ${where}`, values },
      { sql: `SELECT ${VARIANT_LIST} FROM products p ${VARIANTS} ${where} ORDER BY v.variant`, values },
    ];
    const [heads, images, variants] = await this.#database.batch(statements);
    return toRows(heads?.[0] && toHead(heads[0]), images, variants);
  }

  async productsById(storeId: number, productIds: readonly number[]): Promise<ReadonlyMap<number, ShownRows>> {
    if (productIds.length === 0) return new Map();
    const values = [storeId, JSON.stringify(productIds)];
    const named = `FROM json_each(?2) AS named CROSS JOIN products p ON p.store_id = ?1 AND p.id = named.value`;
    const [heads = [], images = [], variants = []] = await this.#database.batch([
      { sql: `SELECT ${HEAD} ${named}`, values },
      { sql: `SELECT ${IMAGE_LIST} ${named} ${IMAGES}`, values },
      { sql: `SELECT ${VARIANT_LIST} ${named} ${VARIANTS} ORDER BY v.variant`, values },
    ]);
    const imagesOf = Map.groupBy(images, productIdOf);
    const variantsOf = Map.groupBy(variants, productIdOf);
    const products = heads.map(toHead);
    return new Map(
      products.map((head) => [
        head.productId,
        toRows(head, imagesOf.get(head.productId), variantsOf.get(head.productId)),
      ]),
    );
  }
}

const productIdOf = (row: Row): number => int(row['product_id']);

function toRows(head: ProductHead | undefined, images: readonly Row[] = [], variants: readonly Row[] = []): ShownRows {
  return { head, images: images.map(toShownImage).toSorted(byShownOrder), variants: variants.map(toShownVariant) };
}

/** Compares two images by the order in which they are shown, `shop` before `shop360`. */
function byShownOrder(a: ShownImage, b: ShownImage): number {
  if (a.gallery === b.gallery) return byDisplayOrder(a, b);
  return a.gallery === 'shop' ? -1 : 1;
}

function toShownVariant(row: Row): ShownVariant {
  const variant = toVariantImage(row);
  return { ...variant, media: variant.picture.kind === 'own' ? toMediaFacts(row) : undefined };
}
