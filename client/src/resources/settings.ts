import type { GetSizesAnswer, Store, UpdateStoreBody } from '../api-types.ts';
import type { CallOptions, ConditionalOptions, Tagged } from '../options.ts';
import type { Transport } from '../transport.ts';
import type { NewSize } from '../types.ts';
import { tagged } from './shared.ts';

/** Settings of the store, and what it uses. */
export class StoreSettings {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Reads the settings of the store, and what it uses. */
  async get(options: CallOptions = {}): Promise<Tagged<Store>> {
    return tagged(await this.#transport.send<Store>({ method: 'GET', path: '/store' }, options));
  }

  /** Changes settings; those that are not named stay. */
  async update(changes: UpdateStoreBody, options: ConditionalOptions = {}): Promise<Tagged<Store>> {
    return tagged(await this.#transport.send<Store>({ method: 'PATCH', path: '/store', json: changes }, options));
  }
}

/** The sizes that pictures are shown in. */
export class Sizes {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the sizes of the store. */
  async get(options: CallOptions = {}): Promise<Tagged<GetSizesAnswer>> {
    return tagged(await this.#transport.send<GetSizesAnswer>({ method: 'GET', path: '/sizes' }, options));
  }

  /** Sets all sizes of the store's own. URLs of those that it no longer offers go on. */
  async set(sizes: readonly NewSize[], options: ConditionalOptions = {}): Promise<Tagged<GetSizesAnswer>> {
    return tagged(
      await this.#transport.send<GetSizesAnswer>({ method: 'PUT', path: '/sizes', json: { sizes } }, options),
    );
  }
}
