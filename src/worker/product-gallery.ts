import { DurableObject } from 'cloudflare:workers';
import { CommandHandler } from '../gallery/command-handler.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import { KeyLocks } from '../gallery/key-locks.ts';
import type {
  CommandResult,
  GalleryAddress,
  GalleryAnswer,
  KeyLockResult,
  SentOperation,
} from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { type Cost, noCost } from '../platform/cost.ts';
import type { Database } from '../platform/database.ts';
import { fail, type Result } from '../platform/result.ts';
import { D1GalleryStore } from '../storage/gallery-store.ts';
import { openShard } from './shards.ts';

/**
 * The Durable Object of one product, which executes its commands one at a time. Everything that it holds is in D1 as
 * well, so that it may be evicted or moved at any time, and even exist twice for a while.
 */
export class ProductGallery extends DurableObject {
  readonly #handler = new CommandHandler();
  readonly #keyLocks = new KeyLocks();

  /** Executes one operation; repeated with the same operation id, it takes effect once. */
  async execute(address: GalleryAddress, operation: SentOperation): Promise<GalleryAnswer<CommandResult>> {
    const { store, database, cost } = this.#open(address);
    const result = await this.#handler.execute(operation, store, Date.now);
    if (operation.record !== undefined) this.#keyLocks.release(lockName(operation.record), operation.operationId);
    return { result, cost, bookmark: database.bookmark };
  }

  /** Locks an Idempotency-Key for the operation that will follow, or returns the answer that the key has already. */
  async acquireKey(
    address: GalleryAddress,
    record: IdempotencyRecord,
    operationId: string,
  ): Promise<GalleryAnswer<KeyLockResult>> {
    const { store, database, cost } = this.#open(address);
    const name = lockName(record);
    if (!(await this.#keyLocks.acquire(name, operationId))) {
      return { result: fail({ kind: 'operation-in-progress', retryAfterSeconds: 1 }), cost, bookmark: null };
    }
    const result = await this.#findAnswer(store, record);
    if (!result.ok || result.value.kind === 'answered') this.#keyLocks.release(name, operationId);
    return { result, cost, bookmark: database.bookmark };
  }

  /** Releases the lock on a key whose request failed before its operation was executed. */
  releaseKey(record: IdempotencyRecord, operationId: string): void {
    this.#keyLocks.release(lockName(record), operationId);
  }

  async #findAnswer(store: D1GalleryStore, record: IdempotencyRecord): Promise<Result<KeyLockResult, GalleryFault>> {
    try {
      const recorded = await store.findRecord(record.scope, record.key);
      if (recorded === undefined) return { ok: true, value: { kind: 'free' } };
      if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
      const executed = { rows: recorded.rows, obsoleteIds: [], isReplay: true };
      return { ok: true, value: { kind: 'answered', executed } };
    } catch (error) {
      console.error({ event: 'gallery-recall-failed', message: String(error) });
      return fail({ kind: 'busy', retryAfterSeconds: 1 });
    }
  }

  #open({ product, guid, shard }: GalleryAddress): { store: D1GalleryStore; database: Database; cost: Cost } {
    const cost = noCost();
    const database = openShard(this.env, shard ?? DEFAULT_SHARD, cost);
    return { store: new D1GalleryStore(database, product, guid, shard !== undefined), database, cost };
  }
}

const lockName = (record: IdempotencyRecord): string => `${record.scope} ${record.key}`;
