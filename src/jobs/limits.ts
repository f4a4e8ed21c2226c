const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Images of one request (SH-28), and messages that a queue takes at once. */
export const MAX_MESSAGES_PER_SEND = 100;

/** A job that has not ended by then is ended: every temporary failure has been tried again long before. */
export const JOB_LIFETIME_MS = 6 * HOUR_MS;

/** How long a result can be fetched (SH-40). */
export const RESULT_LIFETIME_MS = 24 * HOUR_MS;

/** Jobs are listed for so long after they ended. */
export const JOB_KEPT_MS = 30 * 24 * HOUR_MS;

/** An item without a sign of life for so long is handed to another worker: longer than any attempt takes. */
export const LEASE_MS = 2 * MINUTE_MS;

/** Pauses before an item is tried again after a temporary failure, seconds; with the last one used up it fails. */
export const RETRY_PAUSES_S: readonly number[] = [2, 5, 15];

/**
 * Pauses while the service itself has no room or the database is away, by attempt, seconds; then the dead-letter queue.
 */
export const BUSY_PAUSES_S: readonly number[] = [2, 5, 15, 30, 60];

/**
 * A fetch for a job may take longer than one that a client waits for: big images on slow servers must not fail for it.
 */
export const JOB_FETCH_TIMEOUT_MS = 20_000;

/** Characters of a source URL (SH-28). */
export const MAX_SOURCE_URL_CHARACTERS = 2_000;

/** A batch file: one row of the largest kind is 150 bytes, and its rows must fit one value of the database. */
export const MAX_BATCH_FILE_BYTES = 1024 * 1024;
export const MAX_BATCH_ROWS = 5_000;

/** Items that one sweep hands out again, and jobs that it ends: the next sweep comes a minute later. */
export const MAX_ITEMS_PER_SWEEP = 500;
export const MAX_JOBS_PER_SWEEP = 20;

/** Pauses between the attempts of a webhook delivery, seconds: about a day in all. */
export const DELIVERY_PAUSES_S: readonly number[] = [60, 300, 1_800, 7_200, 21_600, 43_200];

/** How long the other side may take to answer a webhook. */
export const DELIVERY_TIMEOUT_MS = 5_000;
