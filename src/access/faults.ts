/** Why a request was refused access, in the order in which it is checked (BC-2). */
export type AccessFault =
  | { readonly kind: 'token-missing' }
  | { readonly kind: 'token-empty' }
  /** Never issued, expired or revoked. */
  | { readonly kind: 'token-unknown' }
  /** The token does not allow this, or belongs to another store: which of them is not said. */
  | { readonly kind: 'scope-missing' }
  /** The store has used up its quota for this window of time. */
  | { readonly kind: 'quota-exceeded'; readonly retryAfterSeconds: number };
