import type { Store } from './store.ts';

/** What a token allows: `modify` includes reading. */
export type Scope = 'modify' | 'read';

/** The store and the scope of a token that was found. */
export interface Access {
  readonly store: Store;
  readonly scope: Scope;
}
