import type { WireProduct } from '../../src/dialects/v1/product.ts';
import type { TestStore } from './stores.ts';
import { v1 } from './v1.ts';

/** A page of GET /v1/products. */
export interface ProductPage {
  readonly items: readonly WireProduct[];
  readonly next: string | null;
}

/** Reads a page of the list; fails the test where that fails. */
export async function readProducts(store: TestStore, query = ''): Promise<ProductPage> {
  const response = await v1(store, 'GET', `/products${query}`, { token: store.readToken });
  if (response.status !== 200) throw new Error(`${query} answered ${response.status}: ${await response.text()}`);
  return await response.json<ProductPage>();
}

/** Reads the whole list, page by page. */
export async function readAllProducts(store: TestStore, query: string): Promise<readonly (readonly WireProduct[])[]> {
  const pages: (readonly WireProduct[])[] = [];
  for (let cursor = ''; pages.length < 200;) {
    const { items, next } = await readProducts(store, `?${query}${cursor}`);
    pages.push(items);
    if (next === null) return pages;
    cursor = `&cursor=${next}`;
  }
  throw new Error('The list has no end.');
}

/** Returns the ids of products. */
export const idsOf = (products: readonly WireProduct[]): readonly (number | null)[] => products.map(({ id }) => id);
