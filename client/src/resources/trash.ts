import type {
  EmptyTrashAnswer,
  EmptyTrashBody,
  ListTrashQuery,
  RestoreFromTrashAnswer,
  TrashedImage,
} from '../api-types.ts';
import { List } from '../list.ts';
import type { CallOptions, WriteOptions } from '../options.ts';
import type { Transport } from '../transport.ts';

/** Deleted images, which can come back. */
export class Trash {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists deleted images, the last first. */
  list(query: ListTrashQuery = {}, options: CallOptions = {}): List<TrashedImage> {
    return new List(this.#transport, '/trash', query, options);
  }

  /** Brings up to 250 images back to their products. One that cannot come back has a problem in its result. */
  async restore(ids: readonly number[], options: WriteOptions = {}): Promise<RestoreFromTrashAnswer> {
    const call = { method: 'POST', path: '/trash/restore', json: { ids } } as const;
    return (await this.#transport.send<RestoreFromTrashAnswer>(call, options)).body;
  }

  /** Removes images for good: those that are named, or the oldest ones, 1000 at most. */
  async empty(which: EmptyTrashBody = {}, options: WriteOptions = {}): Promise<EmptyTrashAnswer> {
    const call = { method: 'POST', path: '/trash/empty', json: which } as const;
    return (await this.#transport.send<EmptyTrashAnswer>(call, options)).body;
  }
}
