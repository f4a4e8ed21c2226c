/** An address that wants to hear of an event. */
export interface Webhook {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The only event so far (contract: Shoptet, Endpoints). */
export const JOB_FINISHED = 'job:finished';

/** One event to be told to one webhook, taken up for an attempt. */
export interface Delivery {
  readonly id: number;
  readonly storeId: number;
  readonly event: string;
  readonly instance: string;
  readonly createdAtMs: number;
  /** Where the webhook points to now. */
  readonly url: string;
  /** What it is signed with, as the database keeps it. */
  readonly sealedKey: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

/** What came of an attempt; 'pending' will be tried again. */
export interface DeliveryAttempt {
  readonly status: 'pending' | 'delivered' | 'given-up';
  readonly outcome: string;
  readonly atMs: number;
}

/** A delivery as it goes over the wire. */
export interface WebhookMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}
