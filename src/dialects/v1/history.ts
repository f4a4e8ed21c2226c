import * as z from 'zod';
import { summarize } from '../../catalogue/summarize.ts';
import type { JournalRecord } from '../../model/journal.ts';
import type { StoreSettings } from '../../model/store.ts';
import { ok, type Result } from '../../platform/result.ts';
import { toWireActor, type WireActor } from './actor.ts';
import type { V1Fault } from './faults.ts';
import { pageParameters, toCursor, type WirePage } from './paging.ts';
import { answerIfModified, readProduct } from './product-access.ts';
import type { V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const historyQuery = z.strictObject(pageParameters(z.strictObject({ seq: z.int() })));

/** One entry of a product's history. */
export interface WireEntry {
  readonly version: number;
  readonly seq: number;
  readonly at: string;
  readonly by: WireActor | null;
  readonly api: string | null;
  readonly kind: string;
  readonly summary: string;
  /** Whether what it changed is still kept, so that the product can go back to the version before it. */
  readonly canUndo: boolean;
}

/** GET /v1/products/{product}/history: what was done to the product, newest first. */
export async function getHistory(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { journal, ports } = c.var.service;
  const product = await readProduct(c, historyQuery, (digest, ref, { cursor, limit }) =>
    journal.productHistory(digest, ref, { beforeSeq: cursor?.seq, limit }),
  );
  if (!product.ok) return product;
  const { access, found } = product.value;
  const { settings } = access.store;
  return ok(
    answerIfModified(c, access, found.head?.version ?? 0, (): WirePage<WireEntry> => {
      const { records, isMore } = found;
      const last = records.at(-1);
      return {
        items: records.map((record) => toWireEntry(record, settings, ports.nowMs())),
        next: isMore && last !== undefined ? toCursor({ seq: last.seq }) : null,
      };
    }),
  );
}

function toWireEntry(record: JournalRecord, settings: StoreSettings, nowMs: number): WireEntry {
  const { seq, atMs, product, actor, type, change } = record;
  const keptDays = needsTrash(record) ? Math.min(settings.trashDays, settings.historyDays) : settings.historyDays;
  return {
    version: product?.version ?? 0,
    seq,
    at: toWireTime(atMs),
    by: toWireActor(actor),
    api: actor.api ?? null,
    kind: change.undoneTo === undefined ? type : 'undo',
    summary: summarize(record),
    canUndo: atMs + keptDays * DAY_MS > nowMs,
  };
}

/** True where taking it back needs what the trash keeps: deleted images, and files that others have replaced. */
const needsTrash = ({ change: { deleted = [], files = [], variants = [] } }: JournalRecord): boolean =>
  deleted.length + files.length + variants.length > 0;
