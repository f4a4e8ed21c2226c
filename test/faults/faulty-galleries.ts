import type { Galleries } from '../../src/catalogue/ports.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { GalleryStore } from '../../src/gallery/ports.ts';
import { fail } from '../../src/platform/result.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import { withCommit } from './gallery-store.ts';

/** How often a call is made, as the Worker does (src/worker/durable-galleries.ts). */
const MAX_CALLS = 4;

/** One product's galleries behind everything that can go wrong between a request and the database. */
export interface FaultyGalleries {
  readonly galleries: Galleries;
  /** From now on nothing goes wrong, and what is late has arrived. */
  readonly heal: () => Promise<void>;
}

/**
 * Opens a product's gallery so that, decided by `random`, calls to it are lost before or after they took, its object is
 * evicted or lives twice, and batches are lost, answered to nobody, sent twice, or land after they were given up.
 */
export function faultyGalleries(inner: GalleryStore, random: SeededRandom): FaultyGalleries {
  let isHealthy = false;
  let handlers = [new CommandHandler()];
  const late: (() => Promise<unknown>)[] = [];
  const strikes = (times: number): boolean => !isHealthy && random.once(times);
  const landLate = async (): Promise<void> => {
    for (const land of late.splice(0)) await land();
  };
  const store = withCommit(inner, async (transaction) => {
    if (strikes(2)) await landLate();
    if (strikes(8)) return { kind: 'unknown' };
    if (strikes(8)) {
      late.push(() => inner.commit(transaction));
      return { kind: 'unknown' };
    }
    const first = await inner.commit(transaction);
    const second = strikes(8) ? await inner.commit(transaction) : undefined;
    if (strikes(8)) return { kind: 'unknown' };
    return second !== undefined && strikes(2) ? second : first;
  });
  const currentHandler = (): CommandHandler => {
    // An evicted object is followed by a new one; a moved one lives on beside it for a while.
    if (strikes(6)) handlers = strikes(2) ? [new CommandHandler()] : [new CommandHandler(), ...handlers.slice(0, 1)];
    return handlers[random.int(handlers.length)] ?? new CommandHandler();
  };
  const galleries: Galleries = {
    acquireKey: async (_, record) => {
      const recorded = await inner.findRecord(record.scope, record.key);
      if (recorded === undefined) return { ok: true, value: { kind: 'free' } };
      if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
      return {
        ok: true,
        value: { kind: 'answered', executed: { rows: recorded.rows, obsoleteIds: [], isReplay: true } },
      };
    },
    execute: async (_, operation) => {
      // Now and then no answer of an object arrives for as long as a caller tries.
      const isCutOff = strikes(6);
      const sentAtMs = Date.now();
      for (let call = 0; call < MAX_CALLS; call += 1) {
        if (strikes(8)) continue;
        const isRepeat = call > 0;
        const result = await currentHandler().execute({ ...operation, sentAtMs, isRepeat }, store, Date.now);
        if (isCutOff || strikes(8)) continue;
        if (result.ok) return result;
        return fail({ fault: result.fault, isFinal: !isRepeat && result.fault.kind !== 'busy' });
      }
      return fail({ fault: { kind: 'busy', retryAfterSeconds: 2 }, isFinal: false });
    },
    releaseKey: () => Promise.resolve(),
  };
  return {
    galleries,
    heal: async () => {
      isHealthy = true;
      await landLate();
    },
  };
}
