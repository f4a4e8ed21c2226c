import { readToldEvent } from '../catalogue/told-events.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { DueDelivery, EventDelivery, WebhookDelivery, WebhookMessage } from './deliveries.ts';
import type { JobDeps } from './job-context.ts';
import { DELIVERY_PAUSES_S, EVENT_PAUSES_S } from './limits.ts';

/** Why nothing can be sent, in a sentence; with `isFinal`, no later attempt can either. */
interface Obstacle {
  readonly outcome: string;
  readonly isFinal: boolean;
}

/** The pauses before each further attempt at a delivery, in seconds. */
const PAUSES_S: Readonly<Record<WebhookDelivery['format'], readonly number[]>> = {
  shoptet: DELIVERY_PAUSES_S,
  standard: EVENT_PAUSES_S,
};

/**
 * Makes one attempt at a webhook delivery that is due, and records its result; further attempts are due later. Does
 * nothing where the delivery is not due, as when two runners have found it. Returns the delivery that waited for it.
 *
 * @throws what the database throws; the time of the next attempt was set before this one was made.
 */
export async function deliverWebhook(deps: JobDeps, deliveryId: number): Promise<DueDelivery | undefined> {
  const delivery = await deps.deliveries.beginAttempt(deliveryId, deps.nowMs());
  if (delivery === undefined) return undefined;
  const message = await toMessage(deps, delivery).catch((error: unknown) => {
    // It counts as an attempt that failed, so that a delivery that can never be written ends some time, too.
    console.error({ event: 'delivery-not-written', deliveryId, message: String(error) });
    return fail({ outcome: 'The event could not be read.', isFinal: false });
  });
  const { isDelivered, outcome } = message.ok
    ? await deps.sendWebhook(delivery.url, message.value)
    : { isDelivered: false, outcome: message.fault.outcome };
  const isLast = delivery.attempt > PAUSES_S[delivery.format].length || (!message.ok && message.fault.isFinal);
  const status = isDelivered ? 'delivered' : isLast ? 'given-up' : 'pending';
  return await deps.deliveries.recordAttempt(delivery, { status, outcome, atMs: deps.nowMs() });
}

/**
 * Writes and signs the message of a delivery. Where its key cannot be unsealed, nothing is sent; a later attempt
 * succeeds once the operator has restored SECRETS_KEYS.
 */
async function toMessage(deps: JobDeps, delivery: WebhookDelivery): Promise<Result<WebhookMessage, Obstacle>> {
  if (delivery.sealedKey === undefined) return fail({ outcome: 'The store has no signature key.', isFinal: true });
  const key = await deps.unsealKey(delivery.storeId, delivery.sealedKey);
  if (key === undefined) return fail({ outcome: 'The signature key cannot be opened.', isFinal: false });
  if (delivery.format === 'shoptet') return ok(await deps.presenter.toWebhook(delivery, key));
  return await toEventMessage(deps, delivery, key);
}

/** Writes an event as it is told now: with the images as its product shows them at this attempt. */
async function toEventMessage(
  deps: JobDeps,
  delivery: EventDelivery,
  secret: string,
): Promise<Result<WebhookMessage, Obstacle>> {
  const { record, storeId } = delivery;
  if (record === undefined) return fail({ outcome: 'The journal does not keep the event any more.', isFinal: true });
  const event = await readToldEvent(deps.shownProducts, storeId, record);
  return ok(await deps.presentEvent(delivery, event, secret, deps.nowMs()));
}
