import type { Admission, Entry, StoreGate } from './store-limiter.ts';

/** The stores' gates as the Worker reaches them. */
export interface Gates {
  enter(storeId: number, entry: Entry): Promise<Admission>;
  leave(storeId: number, url: string, holder: string): Promise<void>;
}

/** Gates in Durable Objects. One that does not answer lets everyone in: a gate is no reason to be away. */
export class DurableGates implements Gates {
  readonly #namespace: DurableObjectNamespace<StoreGate>;

  constructor(namespace: DurableObjectNamespace<StoreGate>) {
    this.#namespace = namespace;
  }

  async enter(storeId: number, entry: Entry): Promise<Admission> {
    if (!entry.isCounted && entry.lock === undefined) return { kind: 'open', filling: 0 };
    try {
      return await this.#open(storeId).enter(entry);
    } catch (error) {
      console.error({ event: 'gate-failed', message: String(error) });
      return { kind: 'open', filling: 0 };
    }
  }

  async leave(storeId: number, url: string, holder: string): Promise<void> {
    try {
      await this.#open(storeId).leave(url, holder);
    } catch (error) {
      // The lock ends by itself.
      console.error({ event: 'gate-failed', message: String(error) });
    }
  }

  #open(storeId: number): DurableObjectStub<StoreGate> {
    return this.#namespace.getByName(String(storeId));
  }
}
