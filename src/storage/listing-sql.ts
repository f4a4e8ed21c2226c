import type { Listing } from '../catalogue/listing-reads.ts';
import type { SqlValue, Statement } from '../platform/database.ts';
import { type Columns, conditionSql, orderSql } from './filter-sql.ts';
import { LIVE_TOKEN } from './image-reads.ts';
import { columnList } from './image-rows.ts';
import type { ListedTable } from './listed-tables.ts';
import type { ListingPlan, Term } from './listing-plan.ts';

/** A page of a walk: it begins `skipped` rows after the row of an id, or the first one beyond it. */
export interface WalkPage {
  readonly id: number;
  readonly skipped: number;
  readonly limit: number;
}

const STORE_ID = `(SELECT t.store_id FROM tokens t WHERE ${LIVE_TOKEN})`;

/** Adds values to those of a statement. */
type Bind = (value: SqlValue) => string;

const binder =
  (values: SqlValue[]): Bind =>
  (value) =>
    `?${values.push(value)}`;

/** Returns what has to be looked at row by row as a condition. */
const restSql = <F extends string>({ rest }: ListingPlan<F>, table: ListedTable<F>, bind: Bind): string =>
  [table.isListed, ...rest.map((part) => conditionSql(part, table.fields, bind))].join(' AND ');

/** Returns where a walk begins that nothing is known of. */
export const firstId = <F extends string>({ range, isDescending }: ListingPlan<F>): number =>
  isDescending ? range.to : range.from;

/**
 * Selects a page in the order of ids. What is skipped is skipped in the index. Where rows have to be looked at one by
 * one, `maxRows` of them are; a row without a value says that there are more, and that the page is not full.
 *
 * @param token the values of LIVE_TOKEN, and what else is bound before.
 */
export function walkStatement<F extends string>(
  token: readonly SqlValue[],
  table: ListedTable<F>,
  plan: ListingPlan<F>,
  { id, skipped, limit }: WalkPage,
  maxRows: number,
): Statement {
  const values = [...token];
  const bind = binder(values);
  const { name, alias, columns } = table;
  const key = `${alias}.id`;
  const direction = `ORDER BY ${key}${plan.isDescending ? ' DESC' : ''}`;
  // One bound at either end: of two the planner may take the farther one.
  const end = bind(plan.isDescending ? plan.range.from : plan.range.to);
  const rowsFrom = (first: string): string => {
    const [from, to] = plan.isDescending ? [end, first] : [first, end];
    return `FROM ${name} AS ${alias} ${table.byId}
      WHERE ${alias}.store_id = ${STORE_ID} AND ${key} >= ${from} AND ${key} <= ${to}`;
  };
  const rows = rowsFrom(bind(id));
  const wanted = bind(limit);
  if (plan.rest.length === 0) {
    const found =
      skipped === 0
        ? rows
        : rowsFrom(`(SELECT ${key} ${rows} AND ${table.isListed} ${direction} LIMIT 1 OFFSET ${bind(skipped)})`);
    return {
      sql: `SELECT ${columnList(alias, columns)} ${found} AND ${table.isListed} ${direction} LIMIT ${wanted}`,
      values,
    };
  }
  const condition = restSql(plan, table, bind);
  return {
    sql: `WITH page AS MATERIALIZED (
        SELECT ${columnList(alias, columns)} FROM (SELECT ${alias}.* ${rows} ${direction} LIMIT ${maxRows}) AS ${alias}
        WHERE ${condition} LIMIT ${wanted} OFFSET ${bind(skipped)})
      SELECT * FROM page
      UNION ALL
      SELECT ${columns.map(() => 'NULL').join(', ')} WHERE (SELECT count(*) FROM page) < ${wanted}
        AND (SELECT ${table.lastId} FROM store_counters WHERE store_id = ${STORE_ID}) > ${maxRows}
        AND EXISTS (SELECT 1 FROM (SELECT 1 ${rows} ${direction} LIMIT 1 OFFSET ${maxRows}))`,
    values,
  };
}

/**
 * Selects a page of rows that are sorted, or found by an index other than that of ids. Of more than `maxRows` it
 * reads the first, in no order.
 *
 * @param token the values of LIVE_TOKEN, and what else is bound before.
 */
export function sortedStatement<F extends string>(
  token: readonly SqlValue[],
  table: ListedTable<F>,
  plan: ListingPlan<F>,
  { order, page }: Pick<Listing<F>, 'order' | 'page'>,
  maxRows: number,
): Statement {
  const values = [...token];
  const bind = binder(values);
  const { alias, columns } = table;
  const narrow = narrowSql(table, plan, STORE_ID, bind);
  const isInRange =
    plan.found === undefined
      ? ''
      : `${alias}.id >= ${bind(plan.range.from)} AND ${alias}.id <= ${bind(plan.range.to)} AND `;
  const rows = plan.found?.isFew
    ? `${narrow} AND`
    : `FROM (SELECT ${alias}.* ${narrow} LIMIT ${maxRows}) AS ${alias} WHERE`;
  return {
    sql: `SELECT ${columnList(alias, columns)} ${rows} ${isInRange}${restSql(plan, table, bind)}
      ORDER BY ${orderSql(order, table.fields, `${alias}.id`)} LIMIT ${bind(page.limit)} OFFSET ${bind(page.offset)}`,
    values,
  };
}

/**
 * Returns a column for `principalStatement` that says whether there are more than `maxRows` to be sorted, from
 * `boundBefore` values on. A store that never had so many ids is not counted.
 */
export function tooManyColumn<F extends string>(
  table: ListedTable<F>,
  plan: ListingPlan<F>,
  boundBefore: number,
  maxRows: number,
): Statement {
  if (plan.found?.isFew) return { sql: ', 0 AS is_too_many', values: [] };
  const values: SqlValue[] = [];
  const narrow = narrowSql(table, plan, 't.store_id', (value) => `?${boundBefore + values.push(value)}`);
  return {
    sql: `, iif((SELECT ${table.lastId} FROM store_counters WHERE store_id = t.store_id) <= ${maxRows}, 0,
      EXISTS (SELECT 1 FROM (SELECT 1 ${narrow} LIMIT 1 OFFSET ${maxRows}))) AS is_too_many`,
    values,
  };
}

/** Returns a FROM of the rows that an index finds. */
function narrowSql<F extends string>(
  { name, alias, byId, fields }: ListedTable<F>,
  { found, range }: ListingPlan<F>,
  storeId: string,
  bind: Bind,
): string {
  const rows = (hint: string, condition: string): string =>
    `FROM ${name} AS ${alias} ${hint} WHERE ${alias}.store_id = ${storeId} AND ${condition}`;
  if (found === undefined) {
    return rows(byId, `${alias}.id >= ${bind(range.from)} AND ${alias}.id <= ${bind(range.to)}`);
  }
  const { term, index } = found;
  const hint = index.name === '' ? '' : `INDEXED BY ${index.name}`;
  return rows(
    hint,
    `${index.before ?? 'true'} AND ${conditionSql(term, fields, bind)}${beginningSql(term, fields, bind)}`,
  );
}

/** Returns what lets an index find the beginning of a text, which a comparison of parts of texts does not. */
function beginningSql<F extends string>(
  { comparison, field, values }: Term<F>,
  fields: Columns<F>,
  bind: Bind,
): string {
  const [beginning] = values;
  if (comparison !== 'starts' || typeof beginning !== 'string') return '';
  const end = afterAllWith(beginning);
  const isBefore = end === undefined ? '' : ` AND ${fields[field]} < ${bind(end)}`;
  return ` AND ${fields[field]} >= ${bind(beginning)}${isBefore}`;
}

/** Returns the first text, by code points, after all that begin with `beginning`; undefined where none comes after them. */
function afterAllWith(beginning: string): string | undefined {
  const codes = Array.from(beginning, (character) => character.codePointAt(0) ?? 0);
  const last = codes.findLastIndex((code) => code < 0x10_ff_ff);
  const code = codes[last];
  if (code === undefined) return undefined;
  // Surrogates are no characters.
  return String.fromCodePoint(...codes.slice(0, last), code === 0xd7_ff ? 0xe0_00 : code + 1);
}
