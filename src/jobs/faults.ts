import type { Fault } from '../catalogue/faults.ts';

/** What a store has too many of. */
export type JobLimit = 'jobs' | 'items';

/** The faults of jobs and webhooks, with those of the catalogue; only dialects that offer jobs have them. */
export type JobFault =
  | Fault
  | { readonly kind: 'job-not-found'; readonly jobId: string }
  /** An unfinished job was read more often than its store allows. */
  | { readonly kind: 'job-reads-exceeded'; readonly jobId: string }
  /** The store's settings demand a webhook for finished jobs, and none is registered. */
  | { readonly kind: 'webhook-required'; readonly event: string }
  /** A webhook is registered for the event already; `index` counts the request's webhooks from 0. */
  | { readonly kind: 'webhook-exists'; readonly event: string; readonly index: number }
  | { readonly kind: 'webhook-not-found'; readonly webhookId: string }
  /** The store has as many unfinished jobs, or items of jobs, as its settings allow; some have to end first. */
  | { readonly kind: 'job-limit-reached'; readonly limit: JobLimit; readonly retryAtMs: number }
  /** Every attempt at an item failed for reasons of the service. */
  | { readonly kind: 'item-abandoned' }
  /** The job did not end within its lifetime. */
  | { readonly kind: 'job-expired' };
