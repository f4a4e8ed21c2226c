import { DELIVERY_PAUSES_S } from './limits.ts';
import type { JobDeps } from './ports.ts';

/**
 * Tells a webhook of its event, once per due time; further attempts come with the sweep. A message that comes twice
 * finds the delivery not due and does nothing.
 */
export async function deliverWebhook(deps: JobDeps, deliveryId: number): Promise<void> {
  const delivery = await deps.deliveries.take(deliveryId, deps.nowMs());
  if (delivery === undefined) return;
  const { isDelivered, outcome } = await deps.post(delivery.url, await deps.words.tell(delivery));
  const isLast = delivery.attempt > DELIVERY_PAUSES_S.length;
  const status = isDelivered ? 'delivered' : isLast ? 'given-up' : 'pending';
  await deps.deliveries.record(delivery, { status, outcome, atMs: deps.nowMs() });
}
