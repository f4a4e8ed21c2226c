import type { StoreRunners } from '../jobs/job-context.ts';
import type { ShardName } from '../model/shard.ts';
import type { StoreRunner } from './store-runner.ts';

/** The stores' runners on Durable Objects. */
export class DurableStoreRunners implements StoreRunners {
  readonly #namespace: DurableObjectNamespace<StoreRunner>;
  readonly #shard: ShardName | undefined;
  readonly #locationHint: DurableObjectLocationHint | undefined;

  /** @param locationHint the region of the database, which a run asks often; an object stays where it was created. */
  constructor(
    namespace: DurableObjectNamespace<StoreRunner>,
    locationHint: DurableObjectLocationHint | undefined,
    shard?: ShardName,
  ) {
    this.#namespace = namespace;
    this.#shard = shard;
    this.#locationHint = locationHint;
  }

  async wake(storeId: number): Promise<void> {
    const options = this.#locationHint === undefined ? {} : { locationHint: this.#locationHint };
    try {
      await this.#namespace.getByName(String(storeId), options).wake(storeId, this.#shard);
    } catch (error) {
      console.error({ event: 'wake-failed', storeId, message: String(error) });
    }
  }
}
