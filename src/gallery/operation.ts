import type { ProductKey } from '../model/product.ts';
import type { Cost } from '../platform/cost.ts';
import type { Result } from '../platform/result.ts';
import type { Command } from './commands.ts';
import type { GalleryFault } from './faults.ts';
import type { IdempotencyRecord, ResultRows } from './ports.ts';

/** One command with all that its product's gallery needs to carry it out. */
export interface Operation {
  /** Unique; the same again means the same operation again. */
  readonly operationId: string;
  readonly command: Command;
  /** Shown in the fault when the product is unknown. */
  readonly rawProductId: string;
  readonly registeredProductsOnly: boolean;
  /** The versions that If-Match allows; undefined without that header. */
  readonly allowedVersions: readonly number[] | undefined;
  readonly record: IdempotencyRecord | undefined;
}

/** What became of an operation. */
export interface CommandResult {
  readonly rows: ResultRows;
  /** The images that it deleted, for clearing up at once what they left; empty where that is no longer known. */
  readonly deletedIds: readonly number[];
  /** The answer is an earlier operation's, by its Idempotency-Key. */
  readonly isReplay: boolean;
}

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
