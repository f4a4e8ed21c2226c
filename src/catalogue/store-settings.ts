import type { Access } from '../model/access.ts';
import type { StoreSettings } from '../model/store.ts';
import type { KeyedRequest } from './commands.ts';

/** What a store holds and has used. */
export interface StoreUsage {
  readonly products: number;
  /** Of all galleries together. */
  readonly images: number;
  /** Of the library and of images; equal bytes count once for `bytes`. */
  readonly media: number;
  readonly bytes: number;
  /** When the four were counted. */
  readonly countedAtMs: number;
  /** Of this month, UTC: requests to the APIs that were let in, and pictures that were made. */
  readonly requests: number;
  readonly renditions: number;
}

/** A store as its own settings show it. */
export interface StoreFacts {
  readonly name: string;
  readonly settings: StoreSettings;
  readonly settingsVersion: number;
}

/** A change to a store: its name, and a JSON merge patch (RFC 7396) of its settings as they are stored. */
export interface StoreChange {
  readonly name: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The result of a change to a store. */
export type StoreChanged =
  | { readonly kind: 'written'; readonly store: StoreFacts; readonly isReplay: boolean }
  | { readonly kind: 'key-reused' }
  /** Nothing was written: the media that is to stand for missing pictures is not in the library. */
  | { readonly kind: 'media-missing' }
  /** Nothing was written: images have texts in the language that is to be the default one, which would be hidden. */
  | { readonly kind: 'language-in-use' }
  /** Nothing was written: the settings have another version than those that are allowed. */
  | { readonly kind: 'changed' };

/** The port to the settings of stores in the database. */
export interface SettingsStore {
  /** Reads what a store uses, counted a while ago where it is large. */
  usageOf(storeId: number): Promise<StoreUsage>;
  /**
   * Changes the settings, in one transaction with its journal row, once for its Idempotency-Key.
   *
   * @param allowedVersions those of the settings on which it may be made; undefined: any.
   */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: StoreChange,
    idempotency: KeyedRequest | undefined,
    allowedVersions: readonly number[] | undefined,
  ): Promise<StoreChanged>;
}

/** What isolates have counted for a store since they told last. */
export interface UsageCount {
  readonly storeHash: string;
  readonly requests: number;
  readonly renditions: number;
}

/** The port to the counts of requests and renditions. */
export interface UsageCounts {
  /** Adds counts to those of the month. */
  add(counts: readonly UsageCount[], nowMs: number): Promise<void>;
}
