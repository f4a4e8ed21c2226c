import * as z from 'zod';
import type { WithAccess } from '../catalogue/image-reads.ts';
import type { JournalPage, JournalReads } from '../catalogue/journal-reads.ts';
import type { ProductHead } from '../catalogue/product-reads.ts';
import type { JournalRecord } from '../model/journal.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import { ACCESS_COLUMNS, toAccess } from './access-rows.ts';
import { LIVE_TOKEN } from './image-reads.ts';
import { columnList } from './image-rows.ts';
import { JOURNAL_COLUMNS, toJournalRecord } from './journal-rows.ts';
import { headStatement, type ProductSelection, productSelection, readHead } from './product-sql.ts';

const COLUMNS = columnList('j', JOURNAL_COLUMNS);

/** Reads of the journal on D1. */
export class D1JournalReads implements JournalReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async productHistory(
    tokenDigest: string,
    ref: ProductRef,
    page: { readonly beforeSeq: number | undefined; readonly limit: number },
  ): Promise<WithAccess<{ readonly head: ProductHead | undefined; readonly records: readonly JournalRecord[] }>> {
    const selection = productSelection(tokenDigest, this.#nowMs(), ref);
    const [heads, rows] = await this.#database.batch([headStatement(selection), historyStatement(selection, page)]);
    const { access, value: head } = readHead(heads);
    return { access, value: { head, records: (rows ?? []).map(toJournalRecord) } };
  }

  async eventsWithAccess(
    tokenDigest: string,
    page: { readonly afterSeq: number; readonly limit: number },
  ): Promise<WithAccess<JournalPage>> {
    const token = [tokenDigest, this.#nowMs()];
    const caller = `(SELECT t.store_id FROM tokens t WHERE ${LIVE_TOKEN})`;
    const [tokens, ...results] = await this.#database.batch([
      { sql: `SELECT ${ACCESS_COLUMNS} FROM tokens t WHERE ${LIVE_TOKEN}`, values: token },
      ...eventStatements(caller, token, page),
    ]);
    return { access: tokens?.[0] && toAccess(tokens[0]), value: toPage(results) };
  }

  async events(storeId: number, page: { readonly afterSeq: number; readonly limit: number }): Promise<JournalPage> {
    return toPage(await this.#database.batch(eventStatements('?1', [storeId], page)));
  }
}

/**
 * Walks the chain of the product's rows, from the last one or from one that was shown, so that no row of another product
 * is read. A row that the chain leads to and that is not there any more ends it.
 */
function historyStatement(
  { condition, values }: ProductSelection,
  { beforeSeq, limit }: { readonly beforeSeq: number | undefined; readonly limit: number },
): Statement {
  const [before, count] = [`?${values.length + 1}`, `?${values.length + 2}`];
  return {
    sql: `WITH RECURSIVE chain (store_id, product_id, seq) AS (
        SELECT p.store_id, p.id, iif(${before} IS NULL, p.last_seq, (SELECT previous_seq FROM journal
            WHERE store_id = p.store_id AND seq = ${before} AND product_id = p.id))
          FROM tokens t JOIN products p ON p.store_id = t.store_id AND ${condition} WHERE ${LIVE_TOKEN}
        UNION ALL
        SELECT j.store_id, j.product_id, j.previous_seq FROM chain
          JOIN journal j ON j.store_id = chain.store_id AND j.seq = chain.seq
        LIMIT ${count})
      SELECT ${COLUMNS} FROM chain JOIN journal j ON j.store_id = chain.store_id AND j.seq = chain.seq
      ORDER BY j.seq DESC`,
    values: [...values, beforeSeq ?? null, limit],
  };
}

/** Selects the rows of a store after a number, and the last number that there is. */
function eventStatements(
  storeId: string,
  values: Statement['values'],
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): readonly Statement[] {
  const [after, count] = [`?${values.length + 1}`, `?${values.length + 2}`];
  return [
    {
      sql: `SELECT ${COLUMNS} FROM journal j WHERE j.store_id = ${storeId} AND j.seq > ${after} ORDER BY j.seq LIMIT ${count}`,
      values: [...values, afterSeq, limit],
    },
    { sql: `SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE store_id = ${storeId}`, values },
  ];
}

function toPage([rows, heads]: readonly (readonly Row[])[]): JournalPage {
  return {
    records: (rows ?? []).map(toJournalRecord),
    lastSeq: z.object({ seq: z.int() }).parse(heads?.[0]).seq,
  };
}
