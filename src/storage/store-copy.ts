import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { giveWay } from '../platform/timer.ts';
import { demand, readTriggers } from './move-guards.ts';
import { MOVED_TABLES, type MovedTable, rowsOf } from './moved-tables.ts';

/** How many rows one portion has at most, and how many bytes of text in them. */
const PORTION_ROWS = 1_000;
const PORTION_BYTES = 400_000;

/** How many rows are removed at once. */
const REMOVED_ROWS = 2_000;

const columnSchema = z.object({ table: z.string(), columns: z.string() });

/** Returns the columns of all tables in their order, by the names of the tables. */
export async function readColumns(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.query(
    `SELECT t.value AS "table", json_group_array(c.name ORDER BY c.cid) AS columns
      FROM json_each(?1) AS t, pragma_table_info(t.value) AS c GROUP BY t.value`,
    JSON.stringify(MOVED_TABLES.map(({ name }) => name)),
  );
  const parsed = rows.map((row) => columnSchema.parse(row));
  return new Map(parsed.map(({ table, columns }) => [table, z.array(z.string()).parse(JSON.parse(columns))]));
}

/** The copy of one table of one store. */
export class TableCopy {
  readonly #table: MovedTable;
  readonly #storeId: number;
  readonly #columns: readonly string[];
  readonly #key: string;
  readonly #read: string;
  readonly #from: string;

  constructor(table: MovedTable, storeId: number, columns: readonly string[]) {
    this.#table = table;
    this.#storeId = storeId;
    this.#columns = columns.filter((column) => column !== table.own);
    this.#key = table.key.join(', ');
    this.#from = table.name + (table.index === undefined ? '' : ` INDEXED BY ${table.index}`);
    this.#read = this.#columns.map((column) => readOf(table, column)).join(', ');
  }

  /** Selects the rows after a key: as many as go in one batch, and one at least. */
  portion(afterKey: readonly SqlValue[]): Statement {
    const after = this.#after(afterKey);
    const sizes = this.#columns.map((column) => `coalesce(octet_length(${column}), 0)`).join(' + ');
    const order = `ORDER BY ${this.#table.key.map((column) => `"${column} key"`).join(', ')}`;
    const keys = this.#table.key.map((column) => `${column} AS "${column} key"`).join(', ');
    return {
      sql: `SELECT * FROM (SELECT *, sum(${sizes}) OVER (${order}) AS portion_bytes, row_number() OVER (${order}) AS portion_row,
            count(*) OVER () AS portion_found
          FROM (SELECT ${this.#read}, ${keys} FROM ${this.#from}
            WHERE ${rowsOf(this.#table)} AND ${after.sql} ORDER BY ${this.#key} LIMIT ${PORTION_ROWS}))
        WHERE portion_bytes <= ${PORTION_BYTES} OR portion_row = 1 ORDER BY portion_row`,
      values: [this.#storeId, ...after.values],
    };
  }

  /** Returns whether a portion has all the rows after its key. */
  isLast(rows: readonly Row[]): boolean {
    const found = Number(rows[0]?.['portion_found'] ?? 0);
    return found === rows.length && found < PORTION_ROWS;
  }

  /** Returns the key of a row of `portion`. */
  keyOf(row: Row): readonly SqlValue[] {
    return this.#table.key.map((column) => toValue(row[`${column} key`]));
  }

  /** Returns the values of a row, in the order of the columns. */
  valuesOf(row: Row): readonly SqlValue[] {
    return this.#columns.map((column) => toValue(row[column]));
  }

  /**
   * Writes a portion in place of what an attempt before may have left after the key, and last reads what is there then.
   */
  write(afterKey: readonly SqlValue[], rows: readonly (readonly SqlValue[])[]): readonly Statement[] {
    const after = this.#after(afterKey);
    const values = [this.#storeId, ...after.values];
    const condition = `${rowsOf(this.#table)} AND ${after.sql}`;
    return [
      { sql: `DELETE FROM ${this.#from} WHERE ${condition}`, values },
      ...(rows.length === 1 ? rows.map((row) => this.#insertRow(row)) : [this.#insertRows(rows)]),
      { sql: `SELECT ${this.#read} FROM ${this.#from} WHERE ${condition} ORDER BY ${this.#key}`, values },
    ];
  }

  #insertRows(rows: readonly (readonly SqlValue[])[]): Statement {
    const values = this.#columns.map((column, index) => this.#written(column, `sent.value ->> '$[${index}]'`));
    return {
      sql: `INSERT INTO ${this.#table.name} (${this.#columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) AS sent`,
      values: [JSON.stringify(rows)],
    };
  }

  /** A single row may be as long as a row can be, and would be longer as JSON. */
  #insertRow(row: readonly SqlValue[]): Statement {
    const values = this.#columns.map((column, index) => this.#written(column, `?${index + 1}`));
    return {
      sql: `INSERT INTO ${this.#table.name} (${this.#columns.join(', ')}) VALUES (${values.join(', ')})`,
      values: row,
    };
  }

  #written(column: string, value: string): string {
    return this.#table.mapped?.[column]?.write(value) ?? value;
  }

  /** The condition on the rows after a key, whose values follow that of the store. */
  #after(key: readonly SqlValue[]): Statement {
    if (key.length === 0) return { sql: 'true', values: [] };
    const places = key.map((_, index) => `?${index + 2}`).join(', ');
    return { sql: `(${this.#key}) > (${places})`, values: key };
  }
}

const readOf = ({ mapped }: MovedTable, column: string): string => {
  const read = mapped?.[column]?.read;
  return read === undefined ? column : `${read} AS ${column}`;
};

const valueSchema = z.nullable(z.union([z.string(), z.number()]));
const toValue = (cell: unknown): SqlValue => valueSchema.parse(cell);

/** Returns the names of the tables that have rows of a store: the others need not be copied. */
export async function filledTables(database: Database, storeId: number): Promise<ReadonlySet<string>> {
  const exists = MOVED_TABLES.map(
    (table) => `EXISTS (SELECT 1 FROM ${table.name} WHERE ${rowsOf(table)}) AS ${table.name}`,
  );
  const [row = {}] = await database.query(`SELECT ${exists.join(', ')}`, storeId);
  return new Set(Object.keys(row).filter((name) => row[name] === 1));
}

/** Counts the rows of a store in each table: one statement each, for a large one takes seconds. */
export async function countRows(database: Database, storeId: number): Promise<readonly number[]> {
  const counts = MOVED_TABLES.map((table) =>
    database.query(`SELECT count(*) AS n FROM ${table.name} WHERE ${rowsOf(table)}`, storeId),
  );
  return (await Promise.all(counts)).map(([row]) => Number(row?.['n']));
}

/**
 * Removes rows of a store in portions, and sets no trigger off, until all are gone or `isTimeUp`. Returns whether they are.
 *
 * @param condition has to hold of store_moves for as long as rows are removed.
 */
export async function removeRows(
  database: Database,
  storeId: number,
  condition: Statement,
  isTimeUp: () => boolean,
): Promise<boolean> {
  const wrap = await readTriggers(database);
  for (const table of MOVED_TABLES.toReversed()) {
    const rows = rowsOf(table);
    const portion = `SELECT ${table.key.join(', ')} FROM ${table.name} WHERE ${rows} LIMIT ${REMOVED_ROWS}`;
    const batch = wrap(
      [table.name],
      [
        demand(condition.sql, condition.values),
        {
          sql: `DELETE FROM ${table.name} WHERE ${rows} AND (${table.key.join(', ')}) IN (${portion}) RETURNING 1`,
          values: [storeId],
        },
      ],
    );
    for (let isMoreThere = true; isMoreThere;) {
      if (isTimeUp()) return false;
      await giveWay();
      const results = await database.batch(batch);
      isMoreThere = results.some((result) => result.length >= REMOVED_ROWS);
    }
  }
  return true;
}
