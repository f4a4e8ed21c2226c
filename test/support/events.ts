import type { WireEvent, WireProductData } from '../../src/dialects/v1/event.ts';
import type { TestStore } from './stores.ts';
import { v1 } from './v1.ts';

/** A page of events as it is answered. */
export interface WireEvents {
  readonly events: readonly WireEvent[];
  readonly next: number;
}

/** Reads a page of a store's events; fails the test where that fails. */
export async function readEvents(store: TestStore, query = ''): Promise<WireEvents> {
  const response = await v1(store, 'GET', `/events${query}`);
  if (response.status !== 200) throw new Error(`GET answered ${response.status}: ${await response.text()}`);
  return await response.json<WireEvents>();
}

/** Returns what an event says of its product; fails the test where it belongs to none. */
export function productData(event: WireEvent | undefined): WireProductData {
  if (event === undefined || event.productId === null) throw new Error(`no product in ${JSON.stringify(event)}`);
  return event.data as WireProductData;
}
