import type { Access } from '../model/access.ts';
import type { StoredSize } from '../model/settings.ts';
import type { Box, PresetName, StoreSettings } from '../model/store.ts';
import type { KeyedRequest } from './commands.ts';
import type { WithAccess } from './image-reads.ts';

/** The sizes that a store is to have: all of its own, and those of the presets that change. */
export interface SizesChange {
  readonly sizes: readonly StoredSize[];
  readonly presets: Readonly<Partial<Record<PresetName, Box>>>;
}

/** A size that a store offers or has offered, as URLs have it. */
export interface OfferedSize {
  readonly name: string;
  readonly size: string;
}

/** What a store offers, and everything that it has ever offered under a name. */
export interface StoreSizes {
  readonly settings: StoreSettings;
  /** That of the settings. */
  readonly version: number;
  readonly offered: readonly OfferedSize[];
}

/** The result of a change to the sizes of a store. */
export type SizesWritten =
  | { readonly kind: 'written'; readonly sizes: StoreSizes; readonly isReplay: boolean }
  | { readonly kind: 'key-reused' }
  /** Nothing was written: the store has offered so many sizes that it may offer no others. */
  | { readonly kind: 'too-many' }
  /** Nothing was written: the settings have another version than those that are allowed. */
  | { readonly kind: 'changed' };

/** The port to the sizes of stores in the database. */
export interface SizeStore {
  /** Lists what the caller's store has ever offered under a name, in the order in which it was offered first. */
  offered(tokenDigest: string): Promise<WithAccess<readonly OfferedSize[]>>;
  /**
   * Changes the sizes, in one transaction with its journal row, once for its Idempotency-Key.
   *
   * @param allowedVersions those of the settings on which it may be made; undefined: any.
   */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: SizesChange,
    idempotency: KeyedRequest | undefined,
    allowedVersions: readonly number[] | undefined,
  ): Promise<SizesWritten>;
}
