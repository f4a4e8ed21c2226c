import type { WithAccess } from '../catalogue/image-reads.ts';
import type { GoneFrom, HistoryPage, JournalPage, JournalReads, ProductHistory } from '../catalogue/journal-reads.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { columnList } from './image-rows.ts';
import { JOURNAL_COLUMNS, toJournalRecord } from './journal-rows.ts';
import { headStatement, type ProductSelection, productSelection, readHead } from './product-sql.ts';

const COLUMNS = columnList('j', JOURNAL_COLUMNS);

/** How many bytes the changes of a page may have together, beyond one row: a row can have many. */
const MAX_PAGE_BYTES = 4_000_000;

/** Reads of the journal on D1. */
export class D1JournalReads implements JournalReads {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async productHistory(tokenDigest: string, ref: ProductRef, page: HistoryPage): Promise<WithAccess<ProductHistory>> {
    const selection = productSelection(tokenDigest, this.#nowMs(), ref);
    const [heads, rows] = await this.#database.batch([headStatement(selection), historyStatement(selection, page)]);
    const { access, value: head } = readHead(heads);
    let goneFrom = page.before?.goneFrom;
    const history = (rows ?? []).map((row) => {
      goneFrom = lower(goneFrom, goneSchema.parse(row).gone_from ?? undefined);
      return { record: toJournalRecord(row), goneFrom };
    });
    return { access, value: { head, rows: history, isMore: rows?.at(-1)?.['has_previous'] === 1 } };
  }

  async eventsWithAccess(
    tokenDigest: string,
    page: { readonly afterSeq: number; readonly limit: number },
  ): Promise<WithAccess<JournalPage>> {
    const token = [tokenDigest, this.#nowMs()];
    const caller = `(SELECT t.store_id FROM tokens t WHERE ${LIVE_TOKEN})`;
    const [tokens, ...results] = await this.#database.batch([
      accessStatement(token),
      ...eventStatements(caller, token, page),
    ]);
    return { access: readAccess(tokens), value: toPage(results) };
  }

  async events(storeId: number, page: { readonly afterSeq: number; readonly limit: number }): Promise<JournalPage> {
    return toPage(await this.#database.batch(eventStatements('?1', [storeId], page)));
  }
}

const goneSchema = z.object({ gone_from: z.nullable(z.int()) });

const lower = (a: GoneFrom, b: GoneFrom): GoneFrom => (a === undefined || b === undefined ? (a ?? b) : Math.min(a, b));

const isKept = (media: string): string => `EXISTS (SELECT 1 FROM media WHERE store_id = j.store_id AND id = ${media})`;

/** The lowest id of an image that row `j` deleted or gave another file, where that cannot come back. */
const GONE_FROM = `(SELECT min(id) FROM (
    SELECT value AS id FROM json_each(j.change, '$.deleted')
      WHERE NOT EXISTS (SELECT 1 FROM trashed_images WHERE store_id = j.store_id AND id = value)
        AND NOT EXISTS (SELECT 1 FROM product_images WHERE store_id = j.store_id AND id = value)
    UNION ALL
    SELECT value ->> 'id' FROM json_each(j.change, '$.files') WHERE NOT ${isKept(`value ->> 'mediaId'`)}
    UNION ALL
    SELECT 0 FROM json_each(j.change, '$.variants')
      WHERE value ->> 'mediaId' IS NOT NULL AND NOT ${isKept(`value ->> 'mediaId'`)}))`;

/**
 * Walks the chain of the product's rows, from the last one or from one that was shown, so that no row of another product
 * is read. A row that the chain leads to and that is not there any more ends it.
 */
function historyStatement(
  { condition, values }: ProductSelection,
  { before: position, limit }: HistoryPage,
): Statement {
  const [before, count] = [`?${values.length + 1}`, `?${values.length + 2}`];
  return {
    sql: `WITH RECURSIVE chain (store_id, seq, bytes) AS (
        SELECT p.store_id, iif(${before} IS NULL, p.last_seq, (SELECT previous_seq FROM journal
            WHERE store_id = p.store_id AND seq = ${before} AND product_id = p.id)), 0
          FROM tokens t JOIN products p ON p.store_id = t.store_id AND ${condition} WHERE ${LIVE_TOKEN}
        UNION ALL
        SELECT j.store_id, j.previous_seq, chain.bytes + octet_length(j.change) FROM chain
          JOIN journal j ON j.store_id = chain.store_id AND j.seq = chain.seq
          WHERE chain.bytes + octet_length(j.change) <= ${MAX_PAGE_BYTES}
        LIMIT ${count})
      SELECT ${COLUMNS}, ${GONE_FROM} AS gone_from,
        EXISTS (SELECT 1 FROM journal WHERE store_id = j.store_id AND seq = j.previous_seq) AS has_previous
        FROM chain JOIN journal j ON j.store_id = chain.store_id AND j.seq = chain.seq
        ORDER BY j.seq DESC`,
    values: [...values, position?.seq ?? null, limit],
  };
}

/** Selects the rows of a store after a number, and the first and the last number that there are. */
function eventStatements(
  storeId: string,
  values: Statement['values'],
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): readonly Statement[] {
  const [after, count] = [`?${values.length + 1}`, `?${values.length + 2}`];
  const rows = `j.store_id = ${storeId} AND j.seq > ${after}`;
  const pageEnd = `WITH page AS (SELECT j.seq, octet_length(j.change) AS bytes FROM journal j WHERE ${rows} ORDER BY j.seq LIMIT ${count}),
      added AS (SELECT seq, bytes, sum(bytes) OVER (ORDER BY seq) AS total FROM page)
    SELECT max(seq) FROM added WHERE total <= ${MAX_PAGE_BYTES} OR total = bytes`;
  return [
    {
      sql: `SELECT ${COLUMNS}, p.image_count, p.text_bytes FROM journal j
        LEFT JOIN products p ON p.store_id = j.store_id AND p.id = j.product_id
        WHERE ${rows} AND j.seq <= (${pageEnd}) ORDER BY j.seq`,
      values: [...values, afterSeq, limit],
    },
    {
      sql: `SELECT coalesce((SELECT min(seq) FROM journal WHERE store_id = ${storeId}), 0) AS oldest,
        coalesce((SELECT max(seq) FROM journal WHERE store_id = ${storeId}), 0) AS last`,
      values,
    },
  ];
}

const sizeSchema = z.object({ product_id: z.int(), image_count: z.int(), text_bytes: z.int() });

function toPage([rows = [], ends]: readonly (readonly Row[])[]): JournalPage {
  const { oldest, last } = z.object({ oldest: z.int(), last: z.int() }).parse(ends?.[0]);
  const sized = rows.filter(({ image_count }) => image_count !== null).map((row) => sizeSchema.parse(row));
  return {
    records: rows.map(toJournalRecord),
    sizes: new Map(
      sized.map(({ product_id, image_count: imageCount, text_bytes: textBytes }) => [
        product_id,
        { imageCount, textBytes },
      ]),
    ),
    oldestSeq: oldest,
    lastSeq: last,
  };
}
