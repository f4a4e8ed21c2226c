import type { Cost } from './cost.ts';

/** A value that D1 can bind. */
export type SqlValue = string | number | null;

/** One SQL statement with the values of its parameters ?1, ?2 … in that order. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** A row as D1 returns it; the types of its columns are unknown until a schema has parsed it. */
export type Row = Readonly<Record<string, unknown>>;

/** D1's name for a point in the database's history. */
export type Bookmark = string;

const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/**
 * One request's session with the database. Every query of the service goes through here, so that it is counted in the
 * request's cost.
 */
export class Database {
  readonly #open: () => D1DatabaseSession;
  readonly #cost: Cost;
  /** undefined before the first query: a stored picture needs none. */
  #session: D1DatabaseSession | undefined;

  /**
   * @param bookmark lets reads go to the nearest replica that has reached this point. Without one, or where a client
   * sent something that is no bookmark, reads go to the primary.
   */
  constructor(db: D1Database, cost: Cost, bookmark?: Bookmark) {
    this.#open = () => db.withSession(bookmark !== undefined && BOOKMARK.test(bookmark) ? bookmark : 'first-primary');
    this.#cost = cost;
  }

  /**
   * Runs the statements as one transaction in one round trip.
   *
   * @returns the rows of each statement.
   * @throws what D1 throws. After a lost connection it is unknown whether the transaction was committed; after any
   * other error nothing was written.
   */
  async batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    this.#cost.d1RoundTrips += 1;
    this.#cost.d1Statements += statements.length;
    const session = (this.#session ??= this.#open());
    const prepared = statements.map(({ sql, values }) => session.prepare(sql).bind(...values));
    const results = await session.batch<Row>(prepared);
    for (const { meta } of results) {
      this.#cost.d1RowsRead += meta.rows_read;
      this.#cost.d1RowsWritten += meta.rows_written;
    }
    return results.map((result) => result.results);
  }

  /** Runs one statement in one round trip, and returns its rows. @throws what `batch` throws. */
  async query(sql: string, ...values: SqlValue[]): Promise<readonly Row[]> {
    const [rows] = await this.batch([{ sql, values }]);
    return rows ?? [];
  }

  /** The newest point in the database's history that this session has read or written; null before its first query. */
  get bookmark(): Bookmark | null {
    return this.#session?.getBookmark() ?? null;
  }
}
