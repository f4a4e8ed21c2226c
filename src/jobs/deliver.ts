import { DELIVERY_PAUSES_S } from './limits.ts';
import type { JobDeps } from './ports.ts';
import type { Posted } from './send-webhook.ts';
import type { Delivery } from './webhooks.ts';

/**
 * Tells a webhook of its event, once per due time; further attempts come with the sweep. A message that comes twice
 * finds the delivery not due and does nothing.
 */
export async function deliverWebhook(deps: JobDeps, deliveryId: number): Promise<void> {
  const delivery = await deps.deliveries.take(deliveryId, deps.nowMs());
  if (delivery === undefined) return;
  const { isDelivered, outcome } = await attempt(deps, delivery);
  const isLast = delivery.attempt > DELIVERY_PAUSES_S.length;
  const status = isDelivered ? 'delivered' : isLast ? 'given-up' : 'pending';
  await deps.deliveries.record(delivery, { status, outcome, atMs: deps.nowMs() });
}

/** Unsigned it is not sent; the operator may yet give back what the key was sealed with. */
async function attempt(deps: JobDeps, delivery: Delivery): Promise<Posted> {
  const signatureKey = await deps.openKey(delivery);
  if (signatureKey === undefined) return { isDelivered: false, outcome: 'The signature key cannot be opened.' };
  return await deps.post(delivery.url, await deps.words.tell(delivery, signatureKey));
}
