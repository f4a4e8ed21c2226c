import { summarize } from '../../src/catalogue/summarize.ts';
import type { JournalRecord } from '../../src/model/journal.ts';
import { JOURNAL_COLUMNS, toJournalRecord } from '../../src/storage/journal-rows.ts';
import { query, toLines, type Target } from './database.ts';
import { byWhom } from './history.ts';
import { findStoreId } from './stores.ts';

/** How many events are shown where nothing is said. */
const DEFAULT_LIMIT = 20;

/** Which events are shown: those that come after a row, or the last ones. */
interface Page {
  readonly after: number | undefined;
  readonly limit: number | undefined;
}

/** Lists what happened in a store, in commit order. */
export async function showEvents(
  target: Target,
  hash: string,
  { after, limit = DEFAULT_LIMIT }: Page,
): Promise<string> {
  const store = await findStoreId(target, hash);
  const order = after === undefined ? 'DESC' : 'ASC';
  const rows = await query(
    target,
    `SELECT * FROM (SELECT ${JOURNAL_COLUMNS.join(', ')} FROM journal WHERE store_id = ${store} AND seq > ${after ?? 0}
      ORDER BY seq ${order} LIMIT ${limit}) ORDER BY seq`,
  );
  const events = rows.map((row) => toLine(toJournalRecord(row)));
  return toLines(events, ['seq', 'at', 'type', 'by', 'what'], `Store ${hash} has no such events.`);
}

function toLine(record: JournalRecord): Record<string, string | number> {
  const { seq, atMs, type, actor, product } = record;
  const what = product === undefined ? aboutText(record) : `product ${product.id}: ${summarize(record)}`;
  return { seq, at: new Date(atMs).toISOString(), type, by: byWhom(actor), what };
}

/** Says what the journal has of a row that belongs to no product, without the rows as they were before. */
const aboutText = ({ about }: JournalRecord): string =>
  Object.entries(about)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
