import {
  type ListPosition,
  MAX_SCANNED_PRODUCTS,
  MAX_SEARCHED_IMAGES,
  MAX_SEARCHED_TEXT_BYTES,
  type PageRequest,
  type ProductFilter,
  type ProductOrder,
} from '../catalogue/product-list.ts';
import type { ProductProblem } from '../catalogue/product-problems.ts';
import { parseSettings } from '../model/settings.ts';
import type { SqlValue, Statement } from '../platform/database.ts';
import { LIVE_TOKEN } from './image-reads.ts';
import { columnList, IMAGE_COLUMNS } from './image-rows.ts';
import { productCondition } from './product-sql.ts';
import { anyTextContains } from './text-search.ts';

/** Adds a value to a statement and returns its parameter. */
type Bind = (value: SqlValue) => string;

const DEFAULTS = parseSettings('{}');

/** The settings of the store, which the token carries as text. */
const SETTINGS = `(t.store ->> '$.settings')`;

/** What is taken of each product: everything but the cover. Sizes are listed as in 600x400. */
const columns = (bind: Bind): string => {
  const { zoom } = DEFAULTS.presets;
  const side = (name: string, fallback: number): string =>
    `coalesce(${SETTINGS} ->> '$.presets.zoom.${name}', ${bind(fallback)})`;
  return `p.store_id, p.id AS listed_id, p.guid, p.version, p.changed_at, p.image_count, p.text_bytes, p.main_image_id, p.no_alt_count,
    p.duplicate_count, p.shop_alts, json_array_length(p.shop_image_ids) AS shop_count,
    ${SETTINGS} -> '$.languages' AS languages, coalesce(${SETTINGS} ->> '$.languages[0]', ${bind(DEFAULTS.languages[0] ?? '')}) AS default_language,
    EXISTS (SELECT 1 FROM json_each(p.shop_sizes) AS size
      WHERE CAST(size.key AS INTEGER) < ${side('widthPx', zoom.widthPx)}
        AND CAST(substr(size.key, instr(size.key, 'x') + 1) AS INTEGER) < ${side('heightPx', zoom.heightPx)}) AS has_too_small`;
};

/** The columns of a cover with its texts, and the others. */
const TEXTS = ['description', 'media_alt_text'];
const OTHER_COLUMNS = IMAGE_COLUMNS.filter((name) => !TEXTS.includes(name));

const TEXT_SIZE = `(${TEXTS.map((name) => `octet_length(i.${name})`).join(' + ')})`;

/** In which order products are walked, from where, and what that reads besides the products. */
const WALKS: Readonly<
  Record<
    ProductOrder,
    {
      readonly index: string;
      readonly order: string;
      /** The same order, of the rows of the walk. */
      readonly place: string;
      readonly from: (bind: Bind, from: ListPosition | undefined) => string;
    }
  >
> = {
  id: {
    index: '',
    order: 'p.id',
    place: 'p.listed_id',
    from: (bind, from) => `p.id >= ${bind(from?.id ?? 1)}`,
  },
  '-changedAt': {
    index: 'INDEXED BY products_by_change',
    order: 'p.changed_at DESC, p.id DESC',
    place: 'p.changed_at DESC, p.listed_id DESC',
    from: (bind, from) =>
      from === undefined ? 'true' : `(p.changed_at, p.id) <= (${bind(from.changedAtMs)}, ${bind(from.id)})`,
  },
};

/** The same as `problemsOf` finds, of a row of the walk. */
const HAS_PROBLEM: Readonly<Record<ProductProblem, string>> = {
  'no-image': 'p.shop_count = 0',
  'no-alt': 'p.no_alt_count > 0',
  'too-small': 'p.has_too_small',
  duplicate: 'p.duplicate_count > 0',
};

/** What is searched of an image: the name of its file and its texts in the languages of the store, one a line. */
const WORDS = `m.original_name || char(10) || i.description || char(10) || iif(i.alts = '{}', '',
  (SELECT coalesce(group_concat(i.alts ->> ('$."' || value || '"'), char(10)), '')
    FROM json_each(p.languages) WHERE key > 0))`;

/** Returns a filter as a condition on a row of the walk, `p`. */
function filterCondition({ search, problem, missingAlt }: ProductFilter, bind: Bind): string {
  const conditions = ['true'];
  if (problem !== undefined) conditions.push(HAS_PROBLEM[problem]);
  if (missingAlt !== undefined) {
    const language = bind(missingAlt);
    conditions.push(`iif(${language} = p.default_language, p.no_alt_count,
      p.shop_count - coalesce(json_extract(p.shop_alts, '$.' || ${language}), 0)) > 0`);
  }
  if (search?.kind === 'text') {
    const words = `SELECT ${WORDS} AS words FROM product_images AS i
      CROSS JOIN media AS m ON m.store_id = i.store_id AND m.id = i.media_id
      WHERE i.store_id = p.store_id AND i.product_id = p.listed_id`;
    conditions.push(anyTextContains(words, search.text, bind));
  }
  return conditions.join(' AND ');
}

/** Selects products in the order of a list: `limit` is what follows LIMIT, `onlyIf` a condition that reads no product. */
type Walk = (limit: string, onlyIf?: string) => string;

function walkOf({ search }: ProductFilter, { order, from }: PageRequest, values: SqlValue[], bind: Bind): Walk {
  const walk = WALKS[order];
  const isNamed = search?.kind === 'product';
  const named = isNamed ? productCondition(search.ref, values.length + 1) : { condition: 'true', values: [] };
  values.push(...named.values);
  const selected = columns(bind);
  const isAfter = walk.from(bind, from);
  // A product that is named is looked up, and not walked to.
  return (limit, onlyIf = 'true') => `SELECT ${selected} FROM tokens AS t
    CROSS JOIN products AS p ${isNamed ? '' : walk.index} ON p.store_id = t.store_id
    WHERE ${LIVE_TOKEN} AND ${named.condition} AND ${isAfter} AND ${onlyIf} ORDER BY ${walk.order} LIMIT ${limit}`;
}

/** All products, or the one that is named: nothing is looked at that is not shown. */
const plainPage = (walk: Walk, condition: string, wanted: number): string =>
  `WITH listed AS (SELECT 1 AS is_found, p.* FROM (${walk(`${wanted}`)}) AS p WHERE ${condition})`;

/** Products that a condition on their own rows selects: the walk ends with the page. */
const filteredPage = (walk: Walk, condition: string, wanted: number): string => `WITH
  found AS MATERIALIZED (
    SELECT p.* FROM (${walk(`${MAX_SCANNED_PRODUCTS}`)}) AS p WHERE ${condition} LIMIT ${wanted}),
  listed AS (
    SELECT 1 AS is_found, * FROM found
    UNION ALL
    SELECT 0, p.* FROM (${walk(`1 OFFSET ${MAX_SCANNED_PRODUCTS}`, `(SELECT count(*) FROM found) < ${wanted}`)}) AS p)`;

/** Products by what their images have: as many of the walk are looked at as have few enough images and texts together. */
function searchedPage(walk: Walk, place: string, condition: string, wanted: number): string {
  const isLittle = `p.images <= ${MAX_SEARCHED_IMAGES} AND p.texts <= ${MAX_SEARCHED_TEXT_BYTES}`;
  const isLookedAt = `p.place <= ${MAX_SCANNED_PRODUCTS} AND (p.place = 1 OR (${isLittle}))`;
  return `WITH
    walk AS MATERIALIZED (
      SELECT p.*, row_number() OVER places AS place, sum(p.image_count) OVER places AS images,
        sum(p.text_bytes) OVER places AS texts
      FROM (${walk(`${MAX_SCANNED_PRODUCTS + 1}`)}) AS p WINDOW places AS (ORDER BY ${place} ROWS UNBOUNDED PRECEDING)),
    found AS MATERIALIZED (
      SELECT p.* FROM walk AS p WHERE ${isLookedAt} AND ${condition} ORDER BY p.place LIMIT ${wanted}),
    listed AS (
      SELECT 1 AS is_found, * FROM found
      UNION ALL
      SELECT 0, * FROM (SELECT p.* FROM walk AS p
        WHERE NOT (${isLookedAt}) AND (SELECT count(*) FROM found) < ${wanted} ORDER BY p.place LIMIT 1))`;
}

/**
 * Selects one product more than a page has, where there are so many among those that are looked at, with their main
 * images, in no order. Where there are not, a row with `is_found` 0 is the first product that was not looked at, if
 * there is one.
 *
 * @param token the values of LIVE_TOKEN.
 * @param maxTextBytes covers with longer texts come without them. `text_size` says how long they are.
 */
export function productPageStatement(
  token: Statement['values'],
  filter: ProductFilter,
  page: PageRequest,
  maxTextBytes: number,
): Statement {
  const values: SqlValue[] = [...token];
  const bind: Bind = (value) => `?${values.push(value)}`;
  const walk = walkOf(filter, page, values, bind);
  const condition = filterCondition(filter, bind);
  const wanted = page.limit + 1;
  const { search, problem, missingAlt } = filter;
  const isPlain = search === undefined ? problem === undefined && missingAlt === undefined : search.kind === 'product';
  const listed = isPlain
    ? plainPage(walk, condition, wanted)
    : search === undefined
      ? filteredPage(walk, condition, wanted)
      : searchedPage(walk, WALKS[page.order].place, condition, wanted);
  const isShort = `${TEXT_SIZE} <= ${bind(maxTextBytes)}`;
  return {
    sql: `${listed}
      SELECT p.*, ${columnList('i', OTHER_COLUMNS)}, ${TEXT_SIZE} AS text_size,
        ${TEXTS.map((name) => `iif(${isShort}, i.${name}, '') AS ${name}`).join(', ')}, b.thumb_hash, b.color FROM listed AS p
      LEFT JOIN product_images AS i ON p.is_found = 1 AND i.store_id = p.store_id AND i.product_id = p.listed_id
        AND i.gallery = 'shop' AND i.id = p.main_image_id
      LEFT JOIN blobs AS b ON b.id = i.blob_id`,
    values,
  };
}
