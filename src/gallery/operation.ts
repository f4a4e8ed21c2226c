import type { TokenSnapshot } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import type { ProductKey } from '../model/product.ts';
import type { ShardName } from '../model/shard.ts';
import type { Cost } from '../platform/cost.ts';
import type { Result } from '../platform/result.ts';
import type { Command } from './commands.ts';
import type { GalleryFault } from './faults.ts';
import type { IdempotencyRecord, ResultRows } from './ports.ts';

/** One sending of a command, with everything that its product's gallery needs to execute it. */
export interface Operation {
  /** Unique; a repeated call with the same id is the same operation and takes effect once. */
  readonly operationId: string;
  readonly command: Command;
  readonly actor: Actor;
  /** The product's id as the request wrote it, for the fault product-not-found. */
  readonly rawProductId: string;
  readonly registeredProductsOnly: boolean;
  /** The versions that If-Match allows; undefined without that header. */
  readonly allowedVersions: readonly number[] | undefined;
  /** Written with the command; undefined for a request without an Idempotency-Key. */
  readonly record: IdempotencyRecord | undefined;
  /** The digest of the upload URL that the command came by, of which it uses up one file; undefined for all others. */
  readonly uploadDigest: string | undefined;
  /**
   * The token as the caller remembers it: the command takes effect only where it is still like this, and its result is
   * the result of having taken effect. Absent: the access was read for this operation.
   */
  readonly rememberedToken?: TokenSnapshot | undefined;
}

/** An operation as it is sent to its product's gallery. */
export interface SentOperation extends Operation {
  /** When it was sent first. */
  readonly sentAtMs: number;
  /** True where it was sent before, and may have been committed by that. */
  readonly isRepeat: boolean;
}

/** The result of an executed operation. */
export interface CommandResult {
  readonly rows: ResultRows;
  /**
   * The ids of the images whose renditions are removed at once: those that were deleted, or that undoing gave other
   * bytes. Empty where they are no longer known.
   */
  readonly obsoleteIds: readonly number[];
  /** The variants whose renditions go because undoing gave them other pictures; undefined: none. */
  readonly obsoleteVariants?: readonly string[];
  /** True where this is the recorded result of an earlier request with the same Idempotency-Key. */
  readonly isReplay: boolean;
}

/** The product that a call is for. It is sent along, because a Durable Object knows only its own name. */
export interface GalleryAddress {
  readonly product: ProductKey;
  readonly guid: string;
  /** The shard that the caller found the store in; undefined: the only one. */
  readonly shard?: ShardName;
}

/** A gallery's answer, with its cost and the database bookmark that it has reached. */
export interface GalleryAnswer<T> {
  readonly result: Result<T, GalleryFault>;
  readonly cost: Cost;
  readonly bookmark: string | null;
}

/** Whether the lock on an Idempotency-Key was acquired, or the key has an answer already. */
export type KeyLockResult = { readonly kind: 'free' } | { readonly kind: 'answered'; readonly executed: CommandResult };
