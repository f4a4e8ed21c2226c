import type { Store } from './store.ts';

/** What a token may do: everything with products, or read them. */
export type Scope = 'modify' | 'read';

/** Who asks, once the token has been found. */
export interface Access {
  readonly store: Store;
  readonly scope: Scope;
}
