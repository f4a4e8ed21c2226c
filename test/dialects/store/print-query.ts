import type { Filter } from '../../../src/catalogue/listing-reads.ts';
import type { QueryFields } from '../../../src/dialects/store/query/fields.ts';

/** Writes a filter in the query language: what `parseQuery` reads as the same filter. */
export function printQuery<F extends string>(filter: Filter<F>, fields: QueryFields<F>): string {
  if (filter.kind !== 'compare') {
    const parts = filter.of.map((part) =>
      part.kind === 'compare' ? printQuery(part, fields) : `[[${printQuery(part, fields)}]]`,
    );
    return parts.join(filter.kind === 'all' ? ' AND ' : ' OR ');
  }
  const { field, comparison, values } = filter;
  const suffix = { equals: '', starts: '[sw]', ends: '[ew]', 'at-least': '_min', 'at-most': '_max' }[comparison];
  const written = values.map((value) => quote(fields[field] === 'time' ? toTime(Number(value)) : String(value)));
  return `${field}${suffix}:${written.length === 1 ? written.join('') : `{{${written.join(', ')}}}`}`;
}

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

const toTime = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
