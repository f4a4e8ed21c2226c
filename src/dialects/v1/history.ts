import { summarize } from '../../catalogue/summarize.ts';
import type { HistoryRow } from '../../catalogue/journal-reads.ts';
import type { StoreSettings } from '../../model/store.ts';
import { ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { toWireActor, type WireActor } from './actor.ts';
import type { V1Fault } from './faults.ts';
import { pageParameters, toCursor, type WirePage } from './paging.ts';
import { answerIfModified, readProduct } from './product-access.ts';
import type { V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The parameters of a product's history. */
export const historyQuery = z.strictObject(
  pageParameters(z.strictObject({ seq: z.int(), goneFrom: z.optional(z.int()) })),
);

/** One entry of a product's history. */
export interface WireEntry {
  readonly version: number;
  readonly seq: number;
  readonly at: string;
  readonly by: WireActor | null;
  readonly api: string | null;
  readonly kind: string;
  readonly summary: string;
  /** Whether the product can go back to the version before it. */
  readonly canUndo: boolean;
}

/** GET /v1/products/{product}/history: what was done to the product, newest first. */
export async function getHistory(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { journal, ports } = c.get('service');
  const product = await readProduct(c, historyQuery, (digest, ref, { cursor, limit }) =>
    journal.productHistory(digest, ref, {
      before: cursor && { seq: cursor.seq, goneFrom: cursor.goneFrom },
      limit,
    }),
  );
  if (!product.ok) return product;
  const { access, found } = product.value;
  const { settings } = access.store;
  return ok(
    answerIfModified(c, access, found.head?.version ?? 0, (): WirePage<WireEntry> => {
      const { rows, isMore } = found;
      const last = rows.at(-1);
      return {
        items: rows.map((row) => toWireEntry(row, settings, ports.nowMs())),
        next: isMore && last !== undefined ? toCursor({ seq: last.record.seq, goneFrom: last.goneFrom }) : null,
      };
    }),
  );
}

function toWireEntry({ record, goneFrom }: HistoryRow, settings: StoreSettings, nowMs: number): WireEntry {
  const { seq, atMs, product, actor, type, change, lastImageIdBefore } = record;
  // An image that came later was not on the product at the version before.
  const isKept = goneFrom === undefined || goneFrom > lastImageIdBefore;
  return {
    version: product?.version ?? 0,
    seq,
    at: toWireTime(atMs),
    by: toWireActor(actor),
    api: actor.api ?? null,
    kind: change.undoneTo === undefined ? type : 'undo',
    summary: summarize(record),
    canUndo: isKept && atMs + settings.historyDays * DAY_MS > nowMs,
  };
}
