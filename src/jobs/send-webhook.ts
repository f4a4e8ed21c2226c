import { discard } from '../ingest/collect.ts';
import type { FetchFunction } from '../ingest/remote-redirects.ts';
import { checkUrl, type UrlRules } from '../ingest/remote-rules.ts';
import { startDeadline } from '../platform/deadline.ts';
import type { JobDeps } from './job-context.ts';
import { DELIVERY_PAUSES_S, DELIVERY_TIMEOUT_MS } from './limits.ts';
import type { SendResult, WebhookDelivery, WebhookMessage } from './webhooks.ts';

/**
 * Posts a webhook under the rules of image_url; a redirect is not followed, for it was not registered. Never throws.
 */
export async function sendWebhook(
  url: string,
  { body, headers }: WebhookMessage,
  rules: UrlRules,
  fetcher: FetchFunction = (target, init) => fetch(target, init),
): Promise<SendResult> {
  const checked = checkUrl(url, rules);
  if (!checked.ok) return { isDelivered: false, outcome: 'The URL may not be called.' };
  const deadline = startDeadline(DELIVERY_TIMEOUT_MS);
  try {
    const request = fetcher(checked.value.href, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: deadline.signal,
    });
    const response = await deadline.before(request);
    if (response === undefined) return { isDelivered: false, outcome: 'No answer in time.' };
    discard(response.body);
    return { isDelivered: response.ok, outcome: `Status ${response.status}.` };
  } catch {
    return { isDelivered: false, outcome: 'The server could not be reached.' };
  } finally {
    deadline.clear();
  }
}

/**
 * Tells a webhook of its event, once per due time; further attempts come with the sweep. A message that comes twice
 * finds the delivery not due and does nothing.
 */
export async function deliverWebhook(deps: JobDeps, deliveryId: number): Promise<void> {
  const delivery = await deps.deliveries.take(deliveryId, deps.nowMs());
  if (delivery === undefined) return;
  const { isDelivered, outcome } = await attemptDelivery(deps, delivery);
  const isLast = delivery.attempt > DELIVERY_PAUSES_S.length;
  const status = isDelivered ? 'delivered' : isLast ? 'given-up' : 'pending';
  await deps.deliveries.record(delivery, { status, outcome, atMs: deps.nowMs() });
}

/** Unsigned it is not sent; the operator may yet give back what the key was sealed with. */
async function attemptDelivery(deps: JobDeps, delivery: WebhookDelivery): Promise<SendResult> {
  const signatureKey = await deps.openKey(delivery);
  if (signatureKey === undefined) return { isDelivered: false, outcome: 'The signature key cannot be opened.' };
  return await deps.sendWebhook(delivery.url, await deps.presenter.toWebhook(delivery, signatureKey));
}
