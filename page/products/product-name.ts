import type { ListedProduct } from 'vitrine-client';

/** Products that came by GUID have numbers from here on, which the service has made up and no shop uses. */
const FIRST_MADE_UP = 9_000_000_000_000_001;

/** Returns what a product is known by: its number, or its GUID where that is what it came by. */
export const productName = ({ id, guid }: Pick<ListedProduct, 'id' | 'guid'>): string =>
  id === null || id >= FIRST_MADE_UP ? guid : String(id);
