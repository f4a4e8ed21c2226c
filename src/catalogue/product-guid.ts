import { sha256Hex } from '../digest.ts';
import type { ProductKey } from './model.ts';

/**
 * The GUID of a product that was first seen by its number: derived from store and number (UUID version 8), so that it
 * is the same in every place that needs it, before and after the product has a row.
 */
export async function productGuid({ storeId, productId }: ProductKey): Promise<string> {
  const hex = await sha256Hex(new TextEncoder().encode(`vitrine product ${storeId} ${productId}`));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0b0011) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
