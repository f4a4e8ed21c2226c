const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How many messages a queue accepts in one call. One request has as many images at most (SH-28). */
export const MAX_MESSAGES_PER_SEND = 100;

/** A job that has not ended after this time is ended; every retry of a temporary failure is over long before. */
export const JOB_LIFETIME_MS = 6 * HOUR_MS;

/** How long a job's result can be fetched (SH-40). */
export const RESULT_LIFETIME_MS = 24 * HOUR_MS;

/** How long jobs are kept after they have ended. */
export const JOB_KEPT_MS = 30 * 24 * HOUR_MS;

/** How long a worker has an item to itself; longer than any attempt takes. Then the sweep sends the item again. */
export const LEASE_MS = 2 * MINUTE_MS;

/** Pauses before each retry of an item after a temporary failure, in seconds; after the last retry the item fails. */
export const RETRY_PAUSES_S: readonly number[] = [2, 5, 15];

/**
 * Pauses, in seconds, before each retry of a message while the service is busy; the last one repeats until the message
 * goes to the dead-letter queue.
 */
export const BUSY_PAUSES_S: readonly number[] = [2, 5, 15, 30, 60];

/** How long a fetch for a job may take; longer than one that a client waits for, so that slow servers can finish. */
export const JOB_FETCH_TIMEOUT_MS = 20_000;

/** The longest source URL (SH-28). */
export const MAX_SOURCE_URL_CHARACTERS = 2_000;

/** Limits of a batch file: a row has up to 150 bytes, and all rows together must fit into one value of the database. */
export const MAX_BATCH_FILE_BYTES = 1024 * 1024;
export const MAX_BATCH_ROWS = 5_000;

/** How many items one sweep sends again, and how many jobs it ends; the next sweep follows a minute later. */
export const MAX_ITEMS_PER_SWEEP = 500;
export const MAX_JOBS_PER_SWEEP = 20;

/** Pauses between the attempts of a webhook delivery in seconds, about a day in all. */
export const DELIVERY_PAUSES_S: readonly number[] = [60, 300, 1_800, 7_200, 21_600, 43_200];

/** How long a webhook's receiver may take to answer. */
export const DELIVERY_TIMEOUT_MS = 5_000;
