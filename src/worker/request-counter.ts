import { DurableObject } from 'cloudflare:workers';
import type { AccessFault } from '../access/faults.ts';
import {
  takeRequest,
  type CountedRequest,
  type FixedWindow,
  type QuotaStatus,
  type RequestLimiter,
} from '../access/fixed-window-limiter.ts';
import type { RequestQuota, Store } from '../model/store.ts';
import { fail, ok, type Result } from '../platform/result.ts';

/**
 * The Durable Object that counts the requests of one store with a quota, in memory. An object that is called stays in
 * memory, and a window is a minute at most, so that a count is lost only when the object moves or the service is
 * deployed; a new window begins then.
 */
export class RequestCounter extends DurableObject {
  #window: FixedWindow | undefined;

  /** Counts one request against the quota, and returns the quota's state. */
  take(quota: RequestQuota): QuotaStatus {
    const { window, status } = takeRequest(this.#window, quota, Date.now());
    this.#window = window;
    return status;
  }
}

/** The request limiter on the stores' Durable Objects, for one request. */
export class DurableRequestLimiter implements RequestLimiter {
  readonly #counters: DurableObjectNamespace<RequestCounter>;
  /** The quota that this request was counted against; undefined where it was not counted. */
  counted: CountedRequest | undefined;

  constructor(counters: DurableObjectNamespace<RequestCounter>) {
    this.#counters = counters;
  }

  async take(store: Store): Promise<Result<void, AccessFault>> {
    const quota = store.settings.requestQuota;
    if (quota === undefined) return ok(undefined);
    const status = await this.#count(store, quota);
    if (status === undefined) return ok(undefined);
    this.counted = { quota, status };
    if (status.isGranted) return ok(undefined);
    return fail({ kind: 'quota-exceeded', retryAfterSeconds: Math.max(Math.ceil(status.resetMs / 1000), 1) });
  }

  /**
   * Counts one request; undefined where the counter does not answer, so that a failing counter does not stop the
   * service.
   */
  async #count(store: Store, quota: RequestQuota): Promise<QuotaStatus | undefined> {
    try {
      const counter = this.#counters.get(this.#counters.idFromName(String(store.id)));
      return await counter.take(quota);
    } catch (error) {
      console.error({ event: 'request-not-counted', message: String(error) });
      return undefined;
    }
  }
}
