import { DurableObject } from 'cloudflare:workers';
import type { RequestQuota } from '../model/model.ts';
import { takeRequest, type QuotaStanding, type QuotaWindow } from '../access/fixed-window-limiter.ts';

/**
 * One object per store that has a quota: counts its requests, in memory. An object that is called stays in memory, and
 * a window is a minute at most, so a count is lost only with a deployment or a move: then the window begins anew.
 */
export class RequestCounter extends DurableObject {
  #window: QuotaWindow | undefined;

  /** Takes one request from the quota. */
  take(quota: RequestQuota): QuotaStanding {
    const { window, standing } = takeRequest(this.#window, quota, Date.now());
    this.#window = window;
    return standing;
  }
}
