import type { Galleries, Refusal } from '../catalogue/ports.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import type { CommandResult, GalleryAddress, GalleryAnswer, KeyLockResult, Operation } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { ShardName } from '../model/shard.ts';
import { addCost, type Cost } from '../platform/cost.ts';
import { fail, type Result } from '../platform/result.ts';
import type { ProductGallery } from './product-gallery.ts';

/** How often an operation is sent. Repeating it is safe, because its id stays the same. */
const MAX_CALLS = 4;

/** The pause before the second call; each further pause is twice as long. */
const FIRST_PAUSE_MS = 50;

/** The galleries' port on the products' Durable Objects. */
export class DurableGalleries implements Galleries {
  readonly #namespace: DurableObjectNamespace<ProductGallery>;
  readonly #shard: ShardName | undefined;
  readonly #locationHint: DurableObjectLocationHint | undefined;
  readonly #cost: Cost;
  /** The database bookmark of the latest answer of a gallery; null before the first one. */
  bookmark: string | null = null;

  /** @param locationHint the region of D1's primary; an object stays where it was first created. */
  constructor(
    namespace: DurableObjectNamespace<ProductGallery>,
    cost: Cost,
    locationHint: DurableObjectLocationHint | undefined,
    shard?: ShardName,
  ) {
    this.#namespace = namespace;
    this.#shard = shard;
    this.#cost = cost;
    this.#locationHint = locationHint;
  }

  async acquireKey(
    address: GalleryAddress,
    record: IdempotencyRecord,
    operationId: string,
  ): Promise<Result<KeyLockResult, GalleryFault>> {
    return await this.#call(address, (gallery) => gallery.acquireKey(this.#at(address), record, operationId));
  }

  async execute(address: GalleryAddress, operation: Operation): Promise<Result<CommandResult, Refusal>> {
    const sentAtMs = Date.now();
    let calls = 0;
    const executed = await this.#call(address, (gallery) => {
      calls += 1;
      return gallery.execute(this.#at(address), { ...operation, sentAtMs, isRepeat: calls > 1 });
    });
    if (executed.ok) return executed;
    return fail({ fault: executed.fault, isFinal: calls === 1 && executed.fault.kind !== 'busy' });
  }

  async releaseKey(address: GalleryAddress, record: IdempotencyRecord, operationId: string): Promise<void> {
    this.#cost.galleryCalls += 1;
    try {
      await this.#open(address).releaseKey(record, operationId);
    } catch (error) {
      // The lock expires by itself.
      console.error({ event: 'release-failed', message: String(error) });
    }
  }

  /**
   * Calls a gallery until it answers. Each call uses a new stub, because a stub stays broken once its object failed.
   */
  async #call<T>(
    address: GalleryAddress,
    task: (gallery: DurableObjectStub<ProductGallery>) => Promise<GalleryAnswer<T>>,
  ): Promise<Result<T, GalleryFault>> {
    for (let call = 0; call < MAX_CALLS; call += 1) {
      if (call > 0) await scheduler.wait(FIRST_PAUSE_MS * 2 ** (call - 1));
      this.#cost.galleryCalls += 1;
      try {
        const { result, cost, bookmark } = await task(this.#open(address));
        addCost(this.#cost, cost);
        this.bookmark = bookmark ?? this.bookmark;
        return result;
      } catch (error) {
        console.error({ event: 'gallery-call-failed', message: String(error) });
        if (isOverloaded(error)) break;
      }
    }
    return fail({ kind: 'busy', retryAfterSeconds: 2 });
  }

  /** Names the shard to the object, which cannot know it. A single database is not worth a word. */
  #at(address: GalleryAddress): GalleryAddress {
    return this.#shard === undefined ? address : { ...address, shard: this.#shard };
  }

  #open({ product }: GalleryAddress): DurableObjectStub<ProductGallery> {
    const name = `${product.storeId}:${product.productId}`;
    const options = this.#locationHint === undefined ? {} : { locationHint: this.#locationHint };
    return this.#namespace.get(this.#namespace.idFromName(name), options);
  }
}

/** True where the object is overloaded and must not be called again. */
function isOverloaded(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'overloaded' in error && error.overloaded === true;
}
