import type { HistoryEntry, ListedProduct, ListProductHistoryQuery, ListProductsQuery, Product } from '../api-types.ts';
import { List } from '../list.ts';
import type { CallOptions, ConditionalOptions, Tagged } from '../options.ts';
import type { Transport } from '../transport.ts';
import type { ProductName } from '../types.ts';
import { productPath, tagged } from './shared.ts';

/** Products with their galleries, what was done to them, and undo. */
export class Products {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the products of the store, without their images. */
  list(query: ListProductsQuery = {}, options: CallOptions = {}): List<ListedProduct> {
    return new List(this.#transport, '/products', query, options);
  }

  /** Reads a product with its whole gallery and its variants. One that was never seen has no images. */
  async get(product: ProductName, options: CallOptions = {}): Promise<Tagged<Product>> {
    return tagged(await this.#transport.send<Product>({ method: 'GET', path: productPath(product) }, options));
  }

  /** Lists what was done to a product, the last first. */
  history(product: ProductName, query: ListProductHistoryQuery = {}, options: CallOptions = {}): List<HistoryEntry> {
    return new List(this.#transport, productPath(product, '/history'), query, options);
  }

  /** Takes a product back to an earlier version of it. That is a version of its own, and can be undone. */
  async undo(product: ProductName, toVersion: number, options: ConditionalOptions = {}): Promise<Tagged<Product>> {
    const path = productPath(product, '/undo');
    return tagged(await this.#transport.send<Product>({ method: 'POST', path, json: { toVersion } }, options));
  }
}
