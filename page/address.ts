import { batch, signal } from '@preact/signals';
import { followPlaces, notePlace, type Place, placeOf } from './places.ts';

/** Where the page is: the part of the address that says which screen is shown. */
export type Screen =
  | { readonly name: 'products' | 'library' | 'trash' | 'jobs' | 'activity' | 'unknown' }
  | { readonly name: 'product'; readonly product: string }
  | { readonly name: 'settings'; readonly section: string };

/** Returns the screen that an address names. */
export function toScreen(path: string): Screen {
  const [first = '', second = '', ...rest] = path
    .replace(/^\/admin\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decode);
  if (rest.length > 0) return { name: 'unknown' };
  if (first === 'products' && second !== '') return { name: 'product', product: second };
  if (first === 'settings') return { name: 'settings', section: second };
  if (second !== '') return { name: 'unknown' };
  if (first === '' || first === 'products') return { name: 'products' };
  if (first === 'library' || first === 'trash' || first === 'jobs' || first === 'activity') return { name: first };
  return { name: 'unknown' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The screen that is shown. */
export const screen = signal<Screen>({ name: 'products' });

/** The query of the address, such as `?search=cup`. */
export const query = signal('');

/** The key of the history's entry that is shown. */
let currentKey = '';

/** Where the page was before it went to the entry that is shown; undefined where it began there. */
let cameFrom: string | undefined;

/** Whether the entry that is shown was gone back to, or was shown before a reload. */
let isReturn = true;

/** Keeps `screen` and `query` at what the address says, and remembers how far each place is scrolled. */
export function followAddress(): void {
  followPlaces();
  history.scrollRestoration = 'manual';
  readState(history.state);
  if (currentKey === '') {
    currentKey = crypto.randomUUID();
    history.replaceState({ key: currentKey }, '');
  }
  // A reload is no return: nobody has come back from what was opened.
  notePlace(currentKey, { opened: undefined });
  addEventListener('scroll', () => notePlace(currentKey, { scrollPx: scrollY }), { passive: true });
  addEventListener('popstate', ({ state }) => {
    readState(state);
    isReturn = true;
    readAddress();
  });
  readAddress();
}

/** Reads what `navigate` has put into an entry of the history. */
function readState(state: unknown): void {
  const { key, from }: { readonly key?: unknown; readonly from?: unknown } =
    typeof state === 'object' ? (state ?? {}) : {};
  currentKey = typeof key === 'string' ? key : '';
  cameFrom = typeof from === 'string' ? from : undefined;
}

function readAddress(): void {
  batch(() => {
    screen.value = toScreen(location.pathname);
    query.value = location.search;
  });
}

/** Goes to another address of the page. */
export function navigate(href: string): void {
  notePlace(currentKey, { opened: href });
  cameFrom = location.pathname;
  currentKey = crypto.randomUUID();
  isReturn = false;
  history.pushState({ key: currentKey, from: cameFrom }, '', href);
  readAddress();
  scrollTo(0, 0);
}

/** Goes back to a list where the page came from there, which is then as it was left; else to its beginning. */
export function returnTo(href: string): void {
  if (cameFrom === href) history.back();
  else navigate(href);
}

/** Changes the query of the address without a new place in the history, as a search does while it is typed. */
export function replaceQuery(parameters: URLSearchParams): void {
  const text = parameters.toString();
  history.replaceState(history.state, '', `${location.pathname}${text === '' ? '' : `?${text}`}`);
  query.value = location.search;
}

/** What is remembered of the place that is shown: it is new unless it was returned to. */
export const keptPlace = (): Place => placeOf(isReturn ? currentKey : '');

/** Remembers how many items of its list have been read at the place that is shown. */
export const noteItemCount = (itemCount: number): void => notePlace(currentKey, { itemCount });

/** The address of a product. */
export const productAddress = (product: string | number): string => `/admin/products/${encodeURIComponent(product)}`;
