import type { Filter, ImageField, Listing, MediaField } from '../catalogue/listing-reads.ts';
import { FORMATS } from '../model/picture.ts';
import type { SqlValue, Statement } from '../platform/database.ts';

/** The SQL of each field. Filters and orders put nothing else into a statement, besides `?n`. */
export type Columns<F extends string> = Readonly<Record<F, string>>;

/**
 * Fields of `product_images AS i`, with the values that the Store API shows: sort orders are clamped to 0 to 999, texts
 * truncated to 100 characters, and the media's alt text stands in for an empty one.
 */
export const IMAGE_FIELD_COLUMNS: Columns<ImageField> = {
  id: 'i.id',
  media_id: 'i.media_id',
  alt_text: `substr(iif(i.description <> '', i.description, i.media_alt_text), 1, 100)`,
  sort_order: 'min(max(i.sort_order, 0), 999)',
  width: 'i.width_px',
  height: 'i.height_px',
};

const MIME_TYPE = Object.entries(FORMATS)
  .map(([format, { contentType }]) => `WHEN '${format}' THEN '${contentType}'`)
  .join(' ');

/** Fields of `media AS m`, with the values that the Store API shows. */
export const MEDIA_FIELD_COLUMNS: Columns<MediaField> = {
  id: 'm.id',
  filename: 'm.filename',
  alt_text: 'm.alt_text',
  media_folder: 'm.folder',
  mime_type: `CASE m.format ${MIME_TYPE} END`,
  size: 'm.byte_count',
  width: 'm.width_px',
  height: 'm.height_px',
  aspect_ratio: 'round(100.0 * m.width_px / m.height_px) / 100',
  updated_at: 'm.updated_at / 1000',
};

/**
 * Returns a filter as an SQL condition whose values are all bound.
 *
 * @param boundBefore how many values the statement has bound before.
 */
export function filterSql<F extends string>(filter: Filter<F>, columns: Columns<F>, boundBefore: number): Statement {
  const values: SqlValue[] = [];
  const bind = (value: SqlValue): string => `?${boundBefore + values.push(value)}`;
  return { sql: conditionSql(filter, columns, bind), values };
}

/** Returns a filter as an SQL condition; `bind` adds a value to the statement and returns its parameter. */
export function conditionSql<F extends string>(
  filter: Filter<F>,
  columns: Columns<F>,
  bind: (value: SqlValue) => string,
): string {
  if (filter.kind !== 'compare') {
    const parts = filter.of.map((part) => conditionSql(part, columns, bind));
    return `(${parts.join(filter.kind === 'all' ? ' AND ' : ' OR ')})`;
  }
  const column = columns[filter.field];
  const places = filter.values.map(bind);
  switch (filter.comparison) {
    case 'equals':
      return `${column} IN (${places.join(', ')})`;
    case 'starts':
      return `(${places.map((place) => `substr(${column}, 1, length(${place})) = ${place}`).join(' OR ')})`;
    case 'ends':
      return `(${places.map((place) => `substr(${column}, -length(${place})) = ${place}`).join(' OR ')})`;
    case 'at-least':
      return `(${places.map((place) => `${column} >= ${place}`).join(' OR ')})`;
    case 'at-most':
      return `(${places.map((place) => `${column} <= ${place}`).join(' OR ')})`;
    default:
      return filter.comparison satisfies never;
  }
}

/** Returns the terms of ORDER BY; the id is always the last one, so that pages do not overlap. */
export function orderSql<F extends string>(order: Listing<F>['order'], columns: Columns<F>, id: string): string {
  return [...order.map(({ field, isDescending }) => `${columns[field]}${isDescending ? ' DESC' : ''}`), id].join(', ');
}
