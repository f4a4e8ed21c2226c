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
  readonly signatureKey: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

export interface DueDelivery {
  readonly deliveryId: number;
}
