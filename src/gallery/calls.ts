import type { ProductKey } from '../model/product.ts';
import type { Cost } from '../platform/cost.ts';
import type { Result } from '../platform/result.ts';
import type { CommandResult } from './command-handler.ts';
import type { GalleryFault } from './faults.ts';

/** Which product a call is about; the object itself knows only its name. */
export interface GalleryAddress {
  readonly product: ProductKey;
  readonly guid: string;
}

/** A gallery's answer, with what it cost and the point in the database's history that it has seen. */
export interface GalleryAnswer<T> {
  readonly result: Result<T, GalleryFault>;
  readonly cost: Cost;
  readonly bookmark: string | null;
}

/** An Idempotency-Key is free for its request, or was answered before. */
export type KeyLockResult = { readonly kind: 'free' } | { readonly kind: 'answered'; readonly executed: CommandResult };
