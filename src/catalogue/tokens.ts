import type { Access, ApiName, Scope } from '../model/access.ts';
import type { KeyedRequest } from './commands.ts';
import type { WithAccess } from './image-reads.ts';

/** How many live tokens a store has at most. */
export const MAX_TOKENS = 100;

/** What is known of a token. The token itself stands nowhere. */
export interface TokenFacts {
  /** What the journal calls it by. */
  readonly id: string;
  readonly label: string;
  readonly scope: Scope;
  readonly apis: readonly ApiName[];
  readonly createdAtMs: number;
  /** undefined: it does not expire. */
  readonly expiresAtMs: number | undefined;
}

/** A token to make. */
export interface NewToken extends Omit<TokenFacts, 'createdAtMs'> {
  /** SHA-256 of the token, in hex. */
  readonly digest: string;
  /** The token, sealed, for a repeat of the request by its Idempotency-Key; undefined: there is none. */
  readonly sealedToken: string | undefined;
}

/** One change to a store's tokens. */
export type TokenChange =
  { readonly kind: 'create'; readonly token: NewToken } | { readonly kind: 'revoke'; readonly id: string };

/** The result of a change to a store's tokens. */
export type TokenWritten =
  | {
      readonly kind: 'written';
      /** The token that was made; undefined after one was revoked. */
      readonly token: TokenFacts | undefined;
      readonly sealedToken: string | undefined;
      readonly isReplay: boolean;
    }
  | { readonly kind: 'key-reused' }
  /** Nothing was written: there is no such live token, or there are too many. */
  | { readonly kind: 'refused' };

/** The port to the tokens of stores in the database. */
export interface TokenStore {
  /** Lists the live tokens of the caller's store, the oldest first. */
  list(tokenDigest: string): Promise<WithAccess<readonly TokenFacts[]>>;
  /** Makes one change, in one transaction with its journal row, once for its Idempotency-Key. */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: TokenChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<TokenWritten>;
}
