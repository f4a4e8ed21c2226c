import * as z from 'zod';
import { summarize } from '../../src/catalogue/summarize.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { JournalRecord } from '../../src/model/journal.ts';
import { parseProductRef } from '../../src/model/product-guid.ts';
import { JOURNAL_COLUMNS, toJournalRecord } from '../../src/storage/journal-rows.ts';
import { UsageError } from './arguments.ts';
import { askService } from './ask-service.ts';
import { query, sqlLiteral, toLines, type Target } from './database.ts';
import { findStoreId } from './stores.ts';

/** How many entries are shown where nothing is said. */
const DEFAULT_LIMIT = 20;

const undoSchema = z.union([
  z.object({ isUndone: z.literal(true), version: z.int() }),
  z.object({ isUndone: z.literal(false), reason: z.string() }),
]);

/** Lists what was done to a product, newest first. */
export async function showHistory(
  target: Target,
  hash: string,
  product: string | undefined,
  limit = DEFAULT_LIMIT,
): Promise<string> {
  const store = await findStoreId(target, hash);
  const rows = await query(
    target,
    `WITH RECURSIVE chain (seq) AS (
        SELECT last_seq FROM products WHERE store_id = ${store} AND ${productCondition(product)}
        UNION ALL
        SELECT j.previous_seq FROM chain JOIN journal j ON j.store_id = ${store} AND j.seq = chain.seq LIMIT ${limit})
      SELECT ${JOURNAL_COLUMNS.map((column) => `j.${column}`).join(', ')} FROM chain
        JOIN journal j ON j.store_id = ${store} AND j.seq = chain.seq ORDER BY j.seq DESC`,
  );
  const entries = rows.map((row) => toLine(toJournalRecord(row)));
  return toLines(
    entries,
    ['version', 'at', 'by', 'api', 'summary'],
    `Store ${hash} has no history of product ${product}.`,
  );
}

function productCondition(product: string | undefined): string {
  const ref = product === undefined ? undefined : parseProductRef(product);
  if (ref === undefined) throw new UsageError('Which product? Its number or its GUID.');
  return ref.kind === 'number' ? `id = ${ref.productId}` : `guid = ${sqlLiteral(ref.guid)}`;
}

/** Names who did something, for people. */
export const byWhom = ({ token, jobId }: Actor): string =>
  jobId === undefined ? (token?.label ?? 'operator') : `job ${jobId}`;

function toLine(record: JournalRecord): Record<string, string> {
  const { product, atMs, actor } = record;
  return {
    version: `version ${product?.version ?? 0}`,
    at: new Date(atMs).toISOString(),
    by: byWhom(actor),
    api: actor.api ?? '-',
    summary: summarize(record),
  };
}

/** Has the running service take a product back to a version. Returns a sentence. */
export async function undoOnService(
  origin: string,
  operatorToken: string,
  hash: string,
  product: string | undefined,
  version: number | undefined,
): Promise<string> {
  if (product === undefined || version === undefined) {
    throw new UsageError('Which product, and which version? undo HASH PRODUCT VERSION');
  }
  const parameters = new URLSearchParams({ store: hash, product, version: String(version) });
  const report = undoSchema.parse(await askService(origin, operatorToken, `undo?${parameters}`));
  if (!report.isUndone) throw new Error(report.reason);
  return `Product ${product} of ${hash} is as it was at version ${version}; it has version ${report.version} now.`;
}
