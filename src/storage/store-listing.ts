import type { Listing, ListingBounds, ListTooLong } from '../catalogue/listing-reads.ts';
import type { SessionCredentials, WithPrincipal } from '../catalogue/principal.ts';
import type { Database, Row, SqlValue, Statement } from '../platform/database.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { int } from '../platform/cells.ts';
import type { ListedTable } from './listed-tables.ts';
import { type ListingPlan, planListing } from './listing-plan.ts';
import { firstId, sortedStatement, tooManyColumn, walkStatement } from './listing-sql.ts';
import { isCurrent, type PagePositions } from './page-positions.ts';
import { principalStatement, toPrincipal } from './principal-rows.ts';

/** What a list across the store is read with. */
export interface ListingDeps {
  readonly database: Database;
  readonly nowMs: () => number;
  readonly positions: PagePositions;
  readonly bounds: ListingBounds;
}

type Listed<T> = WithPrincipal<Result<readonly T[], ListTooLong>>;

/** Lists of all images or media of a store, page by page, in one round trip with the caller's access. */
export class StoreListing<F extends string, T> {
  readonly #deps: ListingDeps;
  readonly #table: ListedTable<F>;
  readonly #toValue: (row: Row) => T;

  constructor(deps: ListingDeps, table: ListedTable<F>, toValue: (row: Row) => T) {
    this.#deps = deps;
    this.#table = table;
    this.#toValue = toValue;
  }

  /** Reads a page. A walk goes on where this isolate knows that an earlier page ended. Fault: list-too-long. */
  async read(credentials: SessionCredentials, listing: Listing<F>): Promise<Listed<T>> {
    const plan = planListing(listing, this.#table.indexes);
    const values = [credentials.tokenDigest, this.#deps.nowMs(), credentials.clientSignature ?? null];
    if (plan.kind === 'sorted') return await this.#sorted(values, plan, listing);
    const list = JSON.stringify([this.#table.name, plan.isDescending, listing.filter]);
    return await this.#walk(values, plan, { caller: credentials.tokenDigest, list, page: listing.page });
  }

  async #sorted(values: readonly SqlValue[], plan: ListingPlan<F>, listing: Listing<F>): Promise<Listed<T>> {
    const { database, bounds } = this.#deps;
    const maxRows = bounds.maxListedRows;
    const [[first] = [], rows = []] = await database.batch([
      principalStatement(values, tooManyColumn(this.#table, plan, values.length, maxRows)),
      sortedStatement(values, this.#table, plan, listing, maxRows),
    ]);
    if (first === undefined) return { principal: undefined, value: ok([]) };
    const isTooMany = first['is_too_many'] === 1;
    const fault = tooLong(listing.order.length === 0 ? 'query' : 'order', maxRows);
    return { principal: toPrincipal(first), value: isTooMany ? fail(fault) : ok(this.#toValues(rows)) };
  }

  async #walk(values: readonly SqlValue[], plan: ListingPlan<F>, walk: Walk, isAgain = false): Promise<Listed<T>> {
    const { database, positions, nowMs, bounds } = this.#deps;
    const { caller, list, page } = walk;
    const known = isAgain ? undefined : positions.find(caller, list, page.offset);
    const skipped = page.offset - (known?.offset ?? 0);
    const start = { id: known?.id ?? firstId(plan), skipped, limit: page.limit };
    const isFar = plan.rest.length === 0 && skipped > bounds.maxSkippedRows;
    const [[first] = [], rows = []] = await database.batch([
      principalStatement(values, isFar ? lastIdColumn(this.#table) : LAST_SEQ),
      ...(isFar ? [] : [walkStatement(values, this.#table, plan, start, bounds.maxListedRows)]),
    ]);
    if (first === undefined) return { principal: undefined, value: ok([]) };
    const principal = toPrincipal(first);
    const last = int(first['last']);
    if (isFar) {
      // No list is longer than ids have been given, and beyond its end a list is empty.
      const isPastEnd = page.offset >= last;
      return { principal, value: isPastEnd ? ok([]) : fail(tooLong('page', bounds.maxSkippedRows)) };
    }
    if (known !== undefined && !isCurrent(known, last, nowMs())) {
      positions.forget(caller, list, known.offset, known.offset);
      return await this.#walk(values, plan, walk, true);
    }
    // A row without a value says that the page was cut off.
    if (rows.at(-1)?.['id'] === null) return { principal, value: fail(tooLong('query', bounds.maxListedRows)) };
    const lastId = rows.length === page.limit ? rows.at(-1)?.['id'] : undefined;
    if (typeof lastId === 'number') {
      const id = plan.isDescending ? lastId - 1 : lastId + 1;
      const seq = known?.seq ?? last;
      positions.note(caller, list, { offset: page.offset + page.limit, id, seq, notedAtMs: nowMs() });
    } else {
      // The list ends here, also where it once was longer.
      positions.forget(caller, list, page.offset + 1, Number.POSITIVE_INFINITY);
    }
    return { principal, value: ok(this.#toValues(rows)) };
  }

  #toValues(rows: readonly Row[]): readonly T[] {
    return rows.map((row) => this.#toValue(row));
  }
}

/** Which page of which list is asked for, and by whom: nobody goes on where another caller was. */
interface Walk {
  readonly caller: string;
  readonly list: string;
  readonly page: Listing<string>['page'];
}

const tooLong = (parameter: ListTooLong['parameter'], maxRows: number): ListTooLong => ({
  kind: 'list-too-long',
  parameter,
  maxRows,
});

/** The last row of the store's journal, which says whether anything has changed. */
const LAST_SEQ: Statement = {
  sql: ', coalesce((SELECT max(seq) FROM journal WHERE store_id = t.store_id), 0) AS last',
  values: [],
};

const lastIdColumn = ({ lastId }: Pick<ListedTable<string>, 'lastId'>): Statement => ({
  sql: `, (SELECT ${lastId} FROM store_counters WHERE store_id = t.store_id) AS last`,
  values: [],
});
