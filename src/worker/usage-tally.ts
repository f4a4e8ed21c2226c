import { waitUntil } from 'cloudflare:workers';
import type { Context } from 'hono';
import type { UsageCount, UsageCounts } from '../catalogue/store-settings.ts';
import type { AppEnv } from '../http/service.ts';
import { noCost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1UsageCounts } from '../storage/usage-store.ts';

/** How often an isolate tells what it has counted: what it counts after the last time is lost with it. */
const TELL_INTERVAL_MS = 60_000;

/** The most stores that are counted between two times. */
const MAX_STORES = 1_000;

/** What this isolate has counted since it told last, by the hashes of stores. */
const counted = new Map<string, { requests: number; renditions: number }>();
let toldAtMs: number | undefined;

/** Counts a request to an API whose caller was let in, with the pictures that were made for it. */
export function countRequest({ var: { trace, service }, env }: Context<AppEnv>): void {
  if (trace.store === undefined) return;
  const count = { storeHash: trace.store.hash, requests: 1, renditions: service.cost.imagesCalls };
  countUsage(env.DB, count, Date.now());
}

/** Counts one request, or the renditions that were made for it, and tells the database once a minute. */
export function countUsage(db: D1Database, { storeHash, requests, renditions }: UsageCount, nowMs: number): void {
  if (requests + renditions === 0) return;
  const before = counted.get(storeHash) ?? { requests: 0, renditions: 0 };
  counted.set(storeHash, { requests: before.requests + requests, renditions: before.renditions + renditions });
  toldAtMs ??= nowMs;
  if (nowMs - toldAtMs < TELL_INTERVAL_MS && counted.size <= MAX_STORES) return;
  // A session of its own, which only the request opens that tells: its cost is nobody's.
  waitUntil(tellUsage(new D1UsageCounts(new Database(db, noCost())), nowMs));
}

/** Tells the database what was counted. Counts that cannot be told are lost: they stop no request. */
export async function tellUsage(counts: UsageCounts, nowMs: number): Promise<void> {
  const untold = [...counted].map(([storeHash, count]) => ({ storeHash, ...count }));
  counted.clear();
  toldAtMs = nowMs;
  if (untold.length === 0) return;
  try {
    await counts.add(untold, nowMs);
  } catch (error) {
    console.warn({ event: 'usage-lost', message: String(error) });
  }
}
