import { DurableObject } from 'cloudflare:workers';
import { fail, type Result } from '../platform/result.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1GalleryStore } from '../storage/gallery-store.ts';
import type { Claimed, GalleryAddress, GalleryAnswer } from '../gallery/calls.ts';
import { Claims } from '../gallery/key-locks.ts';
import { GalleryDesk, type Executed, type Operation } from '../gallery/command-handler.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import type { OperationRecord } from '../gallery/ports.ts';

/**
 * One object per product: lets one command through at a time. It holds nothing that D1 does not hold, so it may be
 * evicted, moved or doubled at any moment.
 */
export class ProductGallery extends DurableObject {
  readonly #desk = new GalleryDesk();
  readonly #claims = new Claims();

  /** Carries out one operation. Repeating it with the same operation id repeats nothing. */
  async execute(address: GalleryAddress, operation: Operation): Promise<GalleryAnswer<Executed>> {
    const { store, database, cost } = this.#open(address);
    const result = await this.#desk.execute(operation, store, Date.now);
    if (operation.record !== undefined) this.#claims.release(claimName(operation.record), operation.operationId);
    return { result, cost, bookmark: database.bookmark };
  }

  /** Takes an Idempotency-Key for the operation that will follow, or answers with what it did before. */
  async claim(address: GalleryAddress, record: OperationRecord, operationId: string): Promise<GalleryAnswer<Claimed>> {
    const { store, database, cost } = this.#open(address);
    const name = claimName(record);
    if (!(await this.#claims.take(name, operationId))) {
      return { result: fail({ kind: 'operation-in-progress', retryAfterSeconds: 1 }), cost, bookmark: null };
    }
    const result = await this.#recall(store, record);
    if (!result.ok || result.value.kind === 'answered') this.#claims.release(name, operationId);
    return { result, cost, bookmark: database.bookmark };
  }

  /** Gives a key back whose request failed before it became an operation. */
  release(record: OperationRecord, operationId: string): void {
    this.#claims.release(claimName(record), operationId);
  }

  async #recall(store: D1GalleryStore, record: OperationRecord): Promise<Result<Claimed, GalleryFault>> {
    try {
      const recorded = await store.recall(record.scope, record.key);
      if (recorded === undefined) return { ok: true, value: { kind: 'free' } };
      if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
      const executed = { outcome: recorded.outcome, deletedIds: [], isReplay: true };
      return { ok: true, value: { kind: 'answered', executed } };
    } catch (error) {
      console.error({ event: 'gallery-recall-failed', message: String(error) });
      return fail({ kind: 'busy', retryAfterSeconds: 1 });
    }
  }

  #open({ product, guid }: GalleryAddress): { store: D1GalleryStore; database: Database; cost: Cost } {
    const cost = noCost();
    const database = new Database(this.env.DB, cost);
    return { store: new D1GalleryStore(database, product, guid), database, cost };
  }
}

const claimName = (record: OperationRecord): string => `${record.scope} ${record.key}`;
