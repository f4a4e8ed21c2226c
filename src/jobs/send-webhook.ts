import { cancelStream } from '../ingest/read-stream.ts';
import type { FetchFunction } from '../ingest/follow-redirects.ts';
import { checkUrl, type UrlRules } from '../ingest/url-rules.ts';
import { startDeadline } from '../platform/deadline.ts';
import type { JobDeps } from './job-context.ts';
import { DELIVERY_PAUSES_S, DELIVERY_TIMEOUT_MS } from './limits.ts';
import type { SendResult, WebhookDelivery, WebhookMessage } from './webhooks.ts';

/**
 * Sends a webhook by POST under the same rules as image_url. Redirects are not followed, because their target was not
 * registered. Never throws.
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
    cancelStream(response.body);
    return { isDelivered: response.ok, outcome: `Status ${response.status}.` };
  } catch {
    return { isDelivered: false, outcome: 'The server could not be reached.' };
  } finally {
    deadline.clear();
  }
}

/**
 * Makes one attempt at a webhook delivery that is due, and records its result; further attempts are due later. Does
 * nothing where the delivery is not due, as when two runners have found it.
 */
export async function deliverWebhook(deps: JobDeps, deliveryId: number): Promise<void> {
  const delivery = await deps.deliveries.beginAttempt(deliveryId, deps.nowMs());
  if (delivery === undefined) return;
  const { isDelivered, outcome } = await attemptDelivery(deps, delivery);
  const isLast = delivery.attempt > DELIVERY_PAUSES_S.length || delivery.sealedKey === undefined;
  const status = isDelivered ? 'delivered' : isLast ? 'given-up' : 'pending';
  await deps.deliveries.recordAttempt(delivery, { status, outcome, atMs: deps.nowMs() });
}

/**
 * Signs and sends a delivery. Where its signature key cannot be unsealed, nothing is sent; a later attempt succeeds once
 * the operator has restored SECRETS_KEYS.
 */
async function attemptDelivery(deps: JobDeps, delivery: WebhookDelivery): Promise<SendResult> {
  if (delivery.sealedKey === undefined) return { isDelivered: false, outcome: 'The store has no signature key.' };
  const signatureKey = await deps.unsealKey(delivery.storeId, delivery.sealedKey);
  if (signatureKey === undefined) return { isDelivered: false, outcome: 'The signature key cannot be opened.' };
  return await deps.sendWebhook(delivery.url, await deps.presenter.toWebhook(delivery, signatureKey));
}
