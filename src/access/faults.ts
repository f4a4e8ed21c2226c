import type { Scope } from '../model/access.ts';

/** Why a request was refused access, in the order in which it is checked (BC-2). */
export type AccessFault =
  | { readonly kind: 'token-missing' }
  | { readonly kind: 'token-empty' }
  /** The token was never issued, has expired or has been revoked. */
  | { readonly kind: 'token-unknown' }
  /**
   * The token's scope does not allow this, or the token belongs to another store or works for other APIs; the fault does
   * not tell which. `needed` is the scope that this takes.
   */
  | { readonly kind: 'scope-missing'; readonly needed: Scope }
  /** The store has used up its quota for this window of time. */
  | { readonly kind: 'quota-exceeded'; readonly retryAfterSeconds: number };
