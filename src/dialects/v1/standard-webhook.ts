import type { ToldEvent } from '../../catalogue/told-events.ts';
import type { EventDelivery, WebhookMessage } from '../../jobs/deliveries.ts';
import { fromBase64Url, toBase64 } from '../../platform/base64url.ts';
import { toWireEvent } from './event.ts';

/** What secrets begin with, and how many bytes follow in base64 (Standard Webhooks 1.0). */
const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 24;

/** Makes the secret of a webhook. */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/**
 * Returns the message that tells a webhook of an event, signed by Standard Webhooks 1.0. Its id is that of the event, the
 * same at every attempt and for every webhook, so that a receiver knows what it has seen.
 */
export async function presentEvent(
  { seq, store, origin }: EventDelivery,
  event: ToldEvent,
  secret: string,
  atMs: number,
): Promise<WebhookMessage> {
  const body = JSON.stringify(toWireEvent(event, store, origin));
  const id = `evt_${store.hash}_${seq}`;
  const timestamp = String(Math.floor(atMs / 1000));
  const signature = await sign(secret, `${id}.${timestamp}.${body}`);
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  };
}

async function sign(secret: string, text: string): Promise<string> {
  const key = fromBase64Url(secret.slice(SECRET_PREFIX.length));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text));
  return toBase64(new Uint8Array(mac));
}
