import type { Access } from '../model/access.ts';
import type { KeyedRequest } from './commands.ts';
import type { WithAccess } from './image-reads.ts';

/** How many keys a store has at most. */
export const MAX_URL_KEYS = 20;

/** A key with which a store signs URLs of pictures by itself. Its secret is derived, and stands nowhere. */
export interface UrlKey {
  readonly id: string;
  readonly label: string;
  readonly createdAtMs: number;
}

/** One change to a store's keys. */
export type UrlKeyChange =
  | { readonly kind: 'create'; readonly id: string; readonly label: string }
  | { readonly kind: 'revoke'; readonly id: string };

/** The result of a change to a store's keys. */
export type UrlKeyWritten =
  /** `key` is undefined after it was revoked. */
  | { readonly kind: 'written'; readonly key: UrlKey | undefined; readonly isReplay: boolean }
  | { readonly kind: 'key-reused' }
  /** Nothing was written: there is no such key, or there are too many. */
  | { readonly kind: 'refused' };

/** The port to the keys of stores in the database. */
export interface UrlKeyStore {
  /** Lists the keys, the oldest first. */
  list(tokenDigest: string): Promise<WithAccess<readonly UrlKey[]>>;
  /** Makes one change, in one transaction with its journal row, once for its Idempotency-Key. */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: UrlKeyChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<UrlKeyWritten>;
}
