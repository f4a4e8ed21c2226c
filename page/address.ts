import { signal } from '@preact/signals';

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

/** How far each place of the history was scrolled, in CSS pixels, by the key in its state. */
const scrolledPx = new Map<string, number>();

let currentKey = '';

/** Keeps `screen` and `query` at what the address says, and scrolling where it was on return. */
export function followAddress(): void {
  history.scrollRestoration = 'manual';
  currentKey = keyOf(history.state);
  addEventListener('scroll', () => scrolledPx.set(currentKey, scrollY), { passive: true });
  addEventListener('popstate', ({ state }) => {
    currentKey = keyOf(state);
    readAddress();
  });
  readAddress();
}

const keyOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'key' in state && typeof state.key === 'string' ? state.key : 'first';

function readAddress(): void {
  screen.value = toScreen(location.pathname);
  query.value = location.search;
}

/** Goes to another address of the page. */
export function navigate(href: string): void {
  currentKey = crypto.randomUUID();
  history.pushState({ key: currentKey }, '', href);
  readAddress();
}

/** Changes the query of the address without a new place in the history, as a search does while it is typed. */
export function replaceQuery(parameters: URLSearchParams): void {
  const text = parameters.toString();
  history.replaceState(history.state, '', `${location.pathname}${text === '' ? '' : `?${text}`}`);
  query.value = location.search;
}

/** How far this place of the history was scrolled when it was left, in CSS pixels. */
export const keptScrollPx = (): number => scrolledPx.get(currentKey) ?? 0;

/** The address of a product. */
export const productAddress = (product: string | number): string => `/admin/products/${encodeURIComponent(product)}`;
