import type { OperationRecord } from '../gallery/ports.ts';
import type { ItemKey } from './model.ts';

/** Every attempt at one item is the same request. */
export const ITEM_FINGERPRINT = 'item';

/**
 * The record that an item's command leaves in its own transaction: whoever comes with it again gets its outcome and
 * changes nothing (docs/decisions/031). The SQL of job items spells it the same way.
 */
export function itemRecord({ jobId, index }: ItemKey): OperationRecord {
  return { scope: `job:${jobId}`, key: String(index), fingerprint: ITEM_FINGERPRINT };
}
