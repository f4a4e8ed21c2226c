import type { Actor } from './actor.ts';
import type { Store } from './store.ts';

/**
 * What a token allows, each with what stands before it: `read` reads, `write` also changes products, media, jobs,
 * uploads and signs URLs, and `admin` also changes sizes, settings, tokens, webhooks and keys.
 */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Returns whether a token with the scope `held` may do what takes `needed`. */
export const includesScope = (held: Scope, needed: Scope): boolean => SCOPES.indexOf(held) >= SCOPES.indexOf(needed);

/** Returns whether a text is the name of a scope. */
export const isScope = (text: string): text is Scope => SCOPES.some((name) => name === text);

/**
 * The dialects, by the names that a token has for them: Vitrine's own API, BigCommerce V3 and V2, Shoptet, and the
 * Store API.
 */
export const API_NAMES = ['v1', 'v3', 'v2', 'shoptet', 'store'] as const;
export type ApiName = (typeof API_NAMES)[number];

/** Returns whether a text is the name of an API. */
export const isApiName = (text: string): text is ApiName => API_NAMES.some((name) => name === text);

/** The row of a token as it was when it was last read: what it allows, and its store. */
export interface TokenSnapshot {
  readonly digest: string;
  readonly id: string;
  readonly scope: string;
  /** JSON; null: all APIs. */
  readonly apis: string | null;
  /** JSON. */
  readonly store: string;
}

/** The store of a token that was found, and what the token allows. */
export interface Access {
  readonly store: Store;
  readonly scope: Scope;
  /** The APIs that the token works for. */
  readonly apis: readonly ApiName[];
  /** Whom the journal names for what is done with this access. */
  readonly actor: Actor;
  /**
   * The access was remembered and not read: whatever is done with it has to find the token like this in its own
   * transaction, or counts for nothing (docs/decisions/095). Absent: it was read for this request.
   */
  readonly remembered?: TokenSnapshot;
}
