import { isProductEvent, type ListedProduct } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { listen } from '../api/live-events.ts';
import { EndlessList } from '../lists/endless-list.ts';
import { type Filters, isFiltered, toQuery } from './filters.ts';

/** How many products a page of the list has. */
const PAGE_SIZE = 60;

/** More products than this that change at once are not read one by one. */
const MAX_REFRESHED = 20;

/** How long changes are gathered before products are read again. */
const GATHER_MS = 400;

/** A list, and what keeps it at what happens. */
interface KeptList {
  readonly key: string;
  readonly list: EndlessList<ListedProduct>;
  readonly stop: () => void;
}

/**
 * The list as it was last shown, so that somebody who comes back finds it as it was left. It is kept at what happens
 * while other screens are looked at, too.
 */
let kept: KeptList | undefined;

/** Returns the list for filters: the one that was shown last, where those are its filters, else a new one. */
export function openProductList(filters: Filters): EndlessList<ListedProduct> {
  const key = JSON.stringify(filters);
  if (kept?.key === key) return kept.list;
  kept?.stop();
  const query = toQuery(filters);
  const list = new EndlessList<ListedProduct>(async (cursor) => {
    const { value } = await vitrine.products
      .list({ ...query, limit: PAGE_SIZE, cursor })
      .pages()
      .next();
    return value ?? { items: [], next: null };
  });
  void list.more();
  kept = { key, list, ...followProducts(list, filters) };
  return list;
}

/** Keeps the products of a list at what happens to them. */
function followProducts(list: EndlessList<ListedProduct>, filters: Filters): { readonly stop: () => void } {
  const changed = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirstGap = true;
  const refresh = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    if (ids.length > MAX_REFRESHED) return await list.restart();
    const products = await Promise.all(ids.map(readProduct));
    list.update((items) => products.reduce((shown, product) => withProduct(shown, product, filters), items));
  };
  const follower = listen({
    onEvent: (event) => {
      if (!isProductEvent(event)) return;
      changed.add(event.productId);
      timer ??= setTimeout(() => {
        timer = undefined;
        void refresh().catch(() => undefined);
      }, GATHER_MS);
    },
    onGap: () => {
      // The first comes when listening begins, which is when the list is read as well.
      if (!isFirstGap) void list.restart();
      isFirstGap = false;
    },
  });
  return {
    stop: () => {
      clearTimeout(timer);
      follower.stop();
    },
  };
}

async function readProduct(id: number): Promise<ListedProduct | undefined> {
  const read = async (): Promise<readonly ListedProduct[]> =>
    await vitrine.products.list({ search: String(id), limit: 1 }).toArray();
  return (await call(read)).find((product) => product.id === id);
}

/** Puts a product in its place. A new one comes first where the last changed do, and nothing is left out. */
function withProduct(
  shown: readonly ListedProduct[],
  product: ListedProduct | undefined,
  filters: Filters,
): readonly ListedProduct[] {
  if (product === undefined) return shown;
  if (shown.some(({ guid }) => guid === product.guid)) {
    return shown.map((each) => (each.guid === product.guid ? product : each));
  }
  return filters.order === '-changedAt' && !isFiltered(filters) ? [product, ...shown] : shown;
}
