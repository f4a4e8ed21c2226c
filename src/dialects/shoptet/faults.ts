import type { JobFault } from '../../jobs/faults.ts';
import type { WireError } from './envelope.ts';

/** Everything that this dialect answers with an error. */
export type ShoptetFault =
  | JobFault
  /** A body or query that does not fit its schema: one entry a place, already in the schema's wording. */
  | { readonly kind: 'schema-violated'; readonly errors: readonly WireError[] }
  /** The deployment has no secret that signature keys are sealed with, or not the one that this key was. */
  | { readonly kind: 'signing-unavailable' }
  /** The same write URL is in flight. */
  | { readonly kind: 'resource-locked' }
  /** The bucket is full. */
  | { readonly kind: 'rate-limited'; readonly retryAtMs: number };
