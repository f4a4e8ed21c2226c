import type { WithAccess } from '../catalogue/image-reads.ts';
import type {
  ListedProduct,
  PageRequest,
  ProductFilter,
  ProductListReads,
  ProductOrder,
  ProductPage,
} from '../catalogue/product-list.ts';
import type { CoverImage } from '../model/shown-product.ts';
import type { Database, Row } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { accessStatement, readAccess } from './image-reads.ts';
import { toProductImage } from './image-rows.ts';
import { toPlaceholder } from './media-rows.ts';
import { productPageStatement } from './product-list-sql.ts';
import { fittingCount, MAX_SHOWN_TEXT_BYTES, SHORT_TEXT_BYTES } from './shown-texts.ts';

const rowSchema = z.object({
  is_found: z.int(),
  listed_id: z.int(),
  guid: z.string(),
  version: z.int(),
  changed_at: z.int(),
  image_count: z.int(),
  shop_count: z.int(),
  no_alt_count: z.int(),
  duplicate_count: z.int(),
  has_too_small: z.int(),
  shop_alts: z.string(),
  text_size: z.nullable(z.int()),
});
const coverSchema = z.object({ thumb_hash: z.nullable(z.string()), color: z.nullable(z.string()) });
const countsSchema = z.record(z.string(), z.int());

/** The list of products on D1. */
export class D1ProductList implements ProductListReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(tokenDigest: string, filter: ProductFilter, page: PageRequest): Promise<WithAccess<ProductPage>> {
    const token = [tokenDigest, this.#nowMs()];
    const read = async ({ limit }: Pick<PageRequest, 'limit'>, maxTextBytes: number) => {
      const [tokens, rows = []] = await this.#database.batch([
        accessStatement(token),
        productPageStatement(token, filter, { ...page, limit }, maxTextBytes),
      ]);
      return { access: readAccess(tokens), value: toPage(rows, { ...page, limit }) };
    };
    // A search has looked at so few bytes of texts that all of them can be shown.
    const maxTextBytes = filter.search?.kind === 'text' ? MAX_SHOWN_TEXT_BYTES : SHORT_TEXT_BYTES;
    const first = await read(page, maxTextBytes);
    const sizes = first.value.textSizes;
    // Long texts are left out at first, and read with as many products as can be shown together.
    if (sizes.every((size) => size <= maxTextBytes)) return first;
    return await read({ limit: fittingCount(sizes) }, MAX_SHOWN_TEXT_BYTES);
  }
}

type ParsedRow = z.infer<typeof rowSchema> & { readonly row: Row };

/** Compares two products by their places in a list. */
const COMPARE: Readonly<Record<ProductOrder, (a: ParsedRow, b: ParsedRow) => number>> = {
  id: (a, b) => a.listed_id - b.listed_id,
  '-changedAt': (a, b) => b.changed_at - a.changed_at || b.listed_id - a.listed_id,
};

/** Parses the rows of a page. The next one begins with the product that is one too many, or where the look ended. */
function toPage(
  rows: readonly Row[],
  { order, limit }: PageRequest,
): ProductPage & { readonly textSizes: readonly number[] } {
  const parsed = rows.map((row) => ({ row, ...rowSchema.parse(row) })).toSorted(COMPARE[order]);
  const found = parsed.filter(({ is_found }) => is_found === 1);
  const next = found[limit] ?? parsed.find(({ is_found }) => is_found === 0);
  const shown = found.slice(0, limit);
  return {
    textSizes: shown.map(({ text_size }) => text_size ?? 0),
    products: shown.map(toListedProduct),
    next: next && { id: next.listed_id, changedAtMs: next.changed_at },
  };
}

function toListedProduct({ row, ...product }: ParsedRow): ListedProduct {
  return {
    productId: product.listed_id,
    guid: product.guid,
    version: product.version,
    changedAtMs: product.changed_at,
    imageCount: product.image_count,
    facts: {
      imageCount: product.shop_count,
      noAltCount: product.no_alt_count,
      hasTooSmall: product.has_too_small === 1,
      duplicateCount: product.duplicate_count,
    },
    altCounts: countsSchema.parse(JSON.parse(product.shop_alts)),
    cover: row['id'] === null ? undefined : toCover(row),
  };
}

function toCover(row: Row): CoverImage {
  const { thumb_hash, color } = coverSchema.parse(row);
  return { ...toProductImage(row), placeholder: toPlaceholder(thumb_hash, color) };
}
