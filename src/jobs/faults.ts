import type { Fault } from '../catalogue/faults.ts';

/** What can be wrong with jobs and webhooks; only dialects that have them need to word it. */
export type JobFault =
  | Fault
  | { readonly kind: 'job-not-found'; readonly jobId: string }
  /** An unfinished job was read more often than its store allows. */
  | { readonly kind: 'job-reads-exceeded'; readonly jobId: string }
  /** The store wants to be told of every job, and has no address for that. */
  | { readonly kind: 'webhook-required'; readonly event: string }
  /** There is an address already for the event of this webhook of the request, from 0. */
  | { readonly kind: 'webhook-exists'; readonly event: string; readonly index: number }
  | { readonly kind: 'webhook-not-found'; readonly webhookId: string }
  /** Every attempt at an item came to nothing through no fault of the request. */
  | { readonly kind: 'item-abandoned' }
  /** The job had not ended in time. */
  | { readonly kind: 'job-expired' };
