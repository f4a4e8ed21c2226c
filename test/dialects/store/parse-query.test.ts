import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter, MediaField } from '../../../src/catalogue/listing-reads.ts';
import { IMAGE_QUERY_FIELDS, MEDIA_QUERY_FIELDS, type FieldKind } from '../../../src/dialects/store/query/fields.ts';
import { MAX_QUERY_VALUES, parseQuery } from '../../../src/dialects/store/query/parse-query.ts';
import { filterSql, MEDIA_FIELD_COLUMNS } from '../../../src/storage/filter-sql.ts';
import { printQuery } from './print-query.ts';

const MEDIA = MEDIA_QUERY_FIELDS;

const VALUES: Readonly<Record<FieldKind, fc.Arbitrary<string | number>>> = {
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  whole: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  decimal: fc.integer({ min: -9999, max: 9999 }).map((hundredths) => hundredths / 100),
  time: fc.integer({ min: 0, max: 4_000_000_000 }),
};

const names = Object.keys(MEDIA) as MediaField[];

const compare: fc.Arbitrary<Filter<MediaField>> = fc.constantFrom(...names).chain((field) => {
  const value = VALUES[MEDIA[field]];
  const comparisons =
    MEDIA[field] === 'text' ? (['equals', 'starts', 'ends'] as const) : (['equals', 'at-least', 'at-most'] as const);
  return fc.constantFrom(...comparisons).chain((comparison) => {
    const isBound = comparison === 'at-least' || comparison === 'at-most';
    return fc
      .array(value, { minLength: 1, maxLength: isBound ? 1 : 3 })
      .map((values) => ({ kind: 'compare', field, comparison, values }));
  });
});

const filters: fc.Arbitrary<Filter<MediaField>> = fc.letrec<{ filter: Filter<MediaField>; group: Filter<MediaField> }>(
  (tie) => ({
    filter: fc.oneof({ maxDepth: 3, withCrossShrink: true }, compare, tie('group')),
    group: fc.record({
      kind: fc.constantFrom('all', 'any'),
      of: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
  }),
).filter;

describe('parseQuery', () => {
  it('reads what is printed as the filter that was printed [ST-32]', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = printQuery(filter, MEDIA);
        fc.pre(text.length <= 1000);
        const parsed = parseQuery(text, MEDIA);
        expect(parsed).toEqual({ ok: true, value: filter });
        expect(parsed.ok && printQuery(parsed.value, MEDIA)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('answers any text with a filter or with its own fault, whose place is in the text [ST-33]', () => {
    const word = fc.constantFrom(
      'id',
      ':',
      '"',
      '[[',
      ']]',
      '{{',
      '}}',
      ',',
      ' AND ',
      ' OR ',
      '[sw]',
      '_min',
      '5',
      'x',
      '\\',
      ' ',
      'alt_text',
    );
    const soup = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseQuery(text, IMAGE_QUERY_FIELDS);
        if (parsed.ok) return;
        expect(parsed.fault).toMatchObject({ kind: 'query-unreadable', parameter: 'query' });
        const at = parsed.fault.kind === 'query-unreadable' ? parsed.fault.at : 0;
        expect(at).toBeGreaterThanOrEqual(1);
        expect(at).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes each character of a readable query count', () => {
    fc.assert(
      fc.property(filters, fc.nat(), fc.string({ minLength: 1, maxLength: 2 }), (filter, position, inserted) => {
        const text = printQuery(filter, MEDIA);
        const at = position % (text.length + 1);
        expect(() => parseQuery(text.slice(0, at) + inserted + text.slice(at), MEDIA)).not.toThrow();
      }),
    );
  });

  it.each(['constructor:1', '__proto__:1', 'toString:"x"', 'hasOwnProperty_min:1'])('knows no field of %s', (text) => {
    expect(parseQuery(text, MEDIA).ok).toBe(false);
  });
});

describe('filterSql', () => {
  /** Everything that may stand in the SQL besides columns: no text of a query can. */
  const GRAMMAR = /^(?:\(|\)|, | AND | OR | IN | = | >= | <= |substr\(|length\(|1, |-length|\?\d+|COLUMN)+$/;

  it('has only bound values, and in their order [ST-34]', () => {
    fc.assert(
      fc.property(filters, fc.nat({ max: 9 }), (filter, before) => {
        const { sql, values } = filterSql(filter, MEDIA_FIELD_COLUMNS, before);
        let rest = sql;
        for (const column of Object.values(MEDIA_FIELD_COLUMNS).toSorted((a, b) => b.length - a.length)) {
          rest = rest.replaceAll(column, 'COLUMN');
        }
        expect(rest).toMatch(GRAMMAR);
        const places = new Set([...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number)));
        expect(places).toEqual(new Set(values.map((_, index) => before + 1 + index)));
      }),
    );
  });

  it('binds no more than D1 takes, with what else a statement binds [ST-33]', () => {
    const ids = Array.from({ length: MAX_QUERY_VALUES }, (_, index) => index + 1).join(',');
    const parsed = parseQuery(`id:{{${ids}}}`, MEDIA);
    const count = parsed.ok ? filterSql(parsed.value, MEDIA_FIELD_COLUMNS, 4).values.length : 0;
    expect(count).toBe(MAX_QUERY_VALUES);
    expect(parseQuery(`id:{{${ids},51}}`, MEDIA).ok).toBe(false);
  });
});
