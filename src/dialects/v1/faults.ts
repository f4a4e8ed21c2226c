import type { CrossSiteFault } from '../../http/cross-site.ts';
import type { Fault, LibraryFault } from '../../catalogue/faults.ts';
import type { JobFault } from '../../jobs/faults.ts';

/**
 * What is wrong with one value of a request: a field of its body by its JSON pointer, a parameter or a header by name.
 */
export type ValueError =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string }
  | { readonly header: string; readonly detail: string };

/** Everything that this dialect answers with a problem. */
export type V1Fault =
  | Fault
  | CrossSiteFault
  | LibraryFault
  | Extract<
      JobFault,
      { readonly kind: 'job-not-found' | 'job-limit-reached' | 'item-abandoned' | 'job-expired' | 'webhook-not-found' }
    >
  /** An item of a job failed; `reason` is a word of the API that the job came by. */
  | { readonly kind: 'item-failed'; readonly reason: string; readonly detail: string }
  /** The path exists, but not for this method; `allowed` has the methods that it exists for. */
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  /** The body does not match its schema. */
  | { readonly kind: 'body-invalid'; readonly errors: readonly ValueError[] }
  /** Rows of the journal after `afterSeq` are not kept any more; the first that is has the number `oldestSeq`. */
  | { readonly kind: 'events-gone'; readonly afterSeq: number; readonly oldestSeq: number }
  /** The store has as many webhooks as it may have. */
  | { readonly kind: 'too-many-webhooks'; readonly maxWebhooks: number }
  /** The store has as many keys to sign URLs with as it may have. */
  | { readonly kind: 'too-many-signing-keys'; readonly maxKeys: number }
  | { readonly kind: 'signing-key-not-found'; readonly keyId: string }
  /** The store has as many live tokens as it may have. */
  | { readonly kind: 'too-many-tokens'; readonly maxTokens: number }
  | { readonly kind: 'token-not-found'; readonly tokenId: string }
  /** The store has offered so many sizes that it may offer no others. */
  | { readonly kind: 'too-many-sizes' }
  /** The settings of the store have another version than If-Match names. */
  | { readonly kind: 'settings-changed' }
  /** The store has as many upload URLs open as it may have. */
  | { readonly kind: 'too-many-uploads'; readonly maxUploads: number; readonly retryAfterSeconds: number }
  /** The deployment has no secret to seal others with, or not the one that sealed this one. */
  | { readonly kind: 'signing-unavailable' }
  /** The query has unknown parameters, or parameters with wrong values. */
  | { readonly kind: 'parameters-invalid'; readonly errors: readonly ValueError[] };
