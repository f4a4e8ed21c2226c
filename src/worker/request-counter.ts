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
 * One object per store that has a quota: counts its requests, in memory. An object that is called stays in memory, and
 * a window is a minute at most, so a count is lost only with a deployment or a move: then the window begins anew.
 */
export class RequestCounter extends DurableObject {
  #window: FixedWindow | undefined;

  /** Takes one request from the quota. */
  take(quota: RequestQuota): QuotaStatus {
    const { window, status } = takeRequest(this.#window, quota, Date.now());
    this.#window = window;
    return status;
  }
}

/** The quota of one request's store, counted by the store's own object. */
export class DurableRequestLimiter implements RequestLimiter {
  readonly #counters: DurableObjectNamespace<RequestCounter>;
  /** The quota that this request was counted against; undefined where it was not. */
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

  /** A counter out of reach lets requests through: a quota protects the service, and must not be what takes it down. */
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
