import type { Cost } from './cost.ts';

/** A value that D1 can bind. */
export type SqlValue = string | number | null;

/** One statement with its values, in the order of its ?1, ?2 … */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** A row as D1 gives it: nothing is known of its columns until a reader has looked. */
export type Row = Readonly<Record<string, unknown>>;

/** A point in the database's history, as D1 spells it. */
export type Bookmark = string;

const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/**
 * One request's session with a store's database. Every query of the service goes through here, so that it is
 * counted, and so that a store can live in a database of its own one day.
 */
export class Database {
  readonly #session: D1DatabaseSession;
  readonly #cost: Cost;

  /**
   * @param bookmark allows the nearest replica that has seen it; without one, or with anything else that a client may
   * send in its place, reads go to the primary.
   */
  constructor(db: D1Database, cost: Cost, bookmark?: Bookmark) {
    this.#session = db.withSession(bookmark !== undefined && BOOKMARK.test(bookmark) ? bookmark : 'first-primary');
    this.#cost = cost;
  }

  /**
   * Runs the statements as one transaction in one round trip.
   *
   * @returns the rows of each statement.
   * @throws what D1 throws: nothing was written, or, for a lost connection, nobody knows.
   */
  async batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    this.#cost.d1RoundTrips += 1;
    this.#cost.d1Statements += statements.length;
    const prepared = statements.map(({ sql, values }) => this.#session.prepare(sql).bind(...values));
    const results = await this.#session.batch<Row>(prepared);
    for (const { meta } of results) {
      this.#cost.d1RowsRead += meta.rows_read;
      this.#cost.d1RowsWritten += meta.rows_written;
    }
    return results.map((result) => result.results);
  }

  /** The point in the database's history that this session has seen; null before its first query. */
  get bookmark(): Bookmark | null {
    return this.#session.getBookmark();
  }
}
