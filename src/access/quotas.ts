import type { Store } from '../model/model.ts';
import type { Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';

/** Counts requests against a store's quota. */
export interface RequestQuotas {
  /** Takes one request; for a store without a quota nothing is done. Faults: quota-exceeded. */
  take(store: Store): Promise<Result<void, AccessFault>>;
}
