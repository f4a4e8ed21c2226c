const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A job that has not ended after this time is ended; every retry of a temporary failure is over long before. */
export const JOB_LIFETIME_MS = 6 * HOUR_MS;

/** How long a job's result can be fetched (SH-40). */
export const RESULT_LIFETIME_MS = 24 * HOUR_MS;

/** How long jobs are kept after they have ended. */
export const JOB_KEPT_MS = 30 * 24 * HOUR_MS;

/** After this time some of the items that a store has waiting have probably ended. */
export const JOB_LIMIT_RETRY_MS = MINUTE_MS;

/** How long a runner has an item to itself, longer than any attempt takes. Then the item is due again. */
export const LEASE_MS = 2 * MINUTE_MS;

/** How many items of a store are processed at a time. Their bytes count as they come, in the store's share of memory. */
export const ITEMS_AT_A_TIME = 6;

/** How many of them fetch from the same host. */
export const ITEMS_PER_HOST = 3;

/** How many webhook deliveries of a store are under way at a time. */
export const DELIVERIES_AT_A_TIME = 6;

/** How many of them are those of one webhook. */
export const DELIVERIES_PER_WEBHOOK = 2;

/** How many due deliveries of each webhook a runner looks at. */
export const DELIVERIES_LOOKED_AT = 50;

/** How many rows of the journal are handed out to a webhook at a time. */
export const ROWS_HANDED_OUT = 100;

/**
 * How many waiting items a runner looks at, in their turns. Two hosts at most can be busy, so that those of another are
 * among them unless more than a hundred jobs fetch from each of the busy ones.
 */
export const ITEMS_LOOKED_AT = 250;

/** A runner begins nothing more after this time, and is called again at once; its platform allows 15 minutes. */
export const MAX_RUN_MS = 5 * MINUTE_MS;

/** Pauses before each retry of an item after a temporary failure, in seconds; after the last retry the item fails. */
export const RETRY_PAUSES_S: readonly number[] = [2, 5, 15];

/** Pauses, in seconds, before an item is tried again that the service was too busy for; the last one repeats. */
export const BUSY_PAUSES_S: readonly number[] = [2, 5, 15, 30, 60];

/** How often an item is begun before it fails: the service was busy each time, or its runner died of it. */
export const MAX_ATTEMPTS = 11;

/** How long a fetch for a job may take; longer than one that a client waits for, so that slow servers can finish. */
export const JOB_FETCH_TIMEOUT_MS = 20_000;

/** The longest source URL (SH-28). */
export const MAX_SOURCE_URL_CHARACTERS = 2_000;

/** Limits of a batch file: a row has up to 150 bytes, and all rows together must fit into one value of the database. */
export const MAX_BATCH_FILE_BYTES = 1024 * 1024;
export const MAX_BATCH_ROWS = 5_000;

/** How many items of old jobs one transaction ends or deletes, so that none takes long. */
export const ITEMS_PER_SWEEP_STEP = 500;

/** How many stores with work that is due a sweep wakes; the next sweep goes on from there. */
export const STORES_PER_SWEEP = 200;

/** How long a sweep may take; the next one goes on. */
export const MAX_SWEEP_MS = 20_000;

/** Pauses between the attempts of a webhook delivery of the Shoptet API in seconds, about a day in all. */
export const DELIVERY_PAUSES_S: readonly number[] = [60, 300, 1_800, 7_200, 21_600, 43_200];

/** The same of Standard Webhooks, about three days in all; the first is longer than an attempt takes. */
export const EVENT_PAUSES_S: readonly number[] = [10, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000];

/** How long a webhook's receiver may take to answer. */
export const DELIVERY_TIMEOUT_MS = 5_000;

/** A webhook that has failed for so long without one success is disabled. */
export const WEBHOOK_FAILS_MS = 7 * 24 * HOUR_MS;

/** How long the log has a delivery after it has ended. */
export const DELIVERY_KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * How long an upload URL is kept after it has expired: a request that began before may still count its file, and none
 * takes as long.
 */
export const UPLOAD_GRANT_KEPT_MS = 10 * 60 * 1000;
