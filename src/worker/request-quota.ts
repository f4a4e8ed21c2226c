import type { RequestQuota, Store } from '../model/model.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from '../access/faults.ts';
import type { QuotaStanding } from '../access/fixed-window-limiter.ts';
import type { RequestQuotas } from '../access/quotas.ts';
import type { RequestCounter } from './request-counter.ts';

/** The quota of one request's store, counted by the store's own object. */
export class StoreQuotas implements RequestQuotas {
  readonly #counters: DurableObjectNamespace<RequestCounter>;
  /** The quota that this request was counted against; undefined where it was not. */
  counted: { readonly quota: RequestQuota; readonly standing: QuotaStanding } | undefined;

  constructor(counters: DurableObjectNamespace<RequestCounter>) {
    this.#counters = counters;
  }

  async take(store: Store): Promise<Result<void, AccessFault>> {
    const quota = store.settings.requestQuota;
    if (quota === undefined) return ok(undefined);
    const standing = await this.#count(store, quota);
    if (standing === undefined) return ok(undefined);
    this.counted = { quota, standing };
    if (standing.isGranted) return ok(undefined);
    return fail({ kind: 'quota-exceeded', retryAfterSeconds: Math.max(Math.ceil(standing.resetMs / 1000), 1) });
  }

  /** A counter out of reach lets requests through: a quota protects the service, and must not be what takes it down. */
  async #count(store: Store, quota: RequestQuota): Promise<QuotaStanding | undefined> {
    try {
      const counter = this.#counters.get(this.#counters.idFromName(String(store.id)));
      return await counter.take(quota);
    } catch (error) {
      console.error({ event: 'request-not-counted', message: String(error) });
      return undefined;
    }
  }
}

/** Counts nothing: for the dialects whose vendors know no such quota. */
export const UNLIMITED: RequestQuotas = { take: () => Promise.resolve(ok(undefined)) };
