import type { ShoptetDelivery, WebhookMessage } from '../../jobs/deliveries.ts';
import type { JobPresenter } from '../../jobs/job-context.ts';
import { toHex } from '../../platform/digest.ts';
import { toErrorEntry } from './errors.ts';
import { toWireDate } from './date-format.ts';

/** How this dialect words the notes and webhooks of jobs (SH-40, SH-47). */
export const jobPresenter: JobPresenter = {
  toNote(fault) {
    const { errorCode, message } = toErrorEntry(fault);
    return { code: errorCode, message };
  },
  toWebhook: toWebhookMessage,
};

async function toWebhookMessage(delivery: ShoptetDelivery, signatureKey: string): Promise<WebhookMessage> {
  const body = JSON.stringify({
    eshopId: delivery.storeId,
    event: delivery.event,
    eventCreated: toWireDate(delivery.createdAtMs),
    eventInstance: delivery.instance,
  });
  const signature = await hmacSha1Hex(signatureKey, body);
  return { body, headers: { 'Content-Type': 'application/json', 'Shoptet-Webhook-Signature': signature } };
}

/** Returns the HMAC-SHA-1 in hex. The vendor's receivers expect SHA-1, which is still secure in an HMAC. */
async function hmacSha1Hex(key: string, text: string): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const imported = await crypto.subtle.importKey('raw', bytes.encode(key), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', imported, bytes.encode(text));
  return toHex(mac);
}
