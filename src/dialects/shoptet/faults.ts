import type { JobFault } from '../../jobs/faults.ts';
import type { WireError } from './envelope.ts';

/** Everything that this dialect answers with an error. */
export type ShoptetFault =
  | JobFault
  /** The body does not match its schema. There is one error for each wrong field, already in the vendor's wording. */
  | { readonly kind: 'schema-violated'; readonly errors: readonly WireError[] }
  /** The deployment has no secret to seal signature keys with, or not the one that this key was sealed with. */
  | { readonly kind: 'signing-unavailable' }
  /** Another write to the same URL is being processed. */
  | { readonly kind: 'resource-locked' }
  /** The store's leaky bucket is full. */
  | { readonly kind: 'rate-limited'; readonly retryAtMs: number };
