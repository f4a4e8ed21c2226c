import type { VitrineEvent } from './api-types.ts';

/** Headers as servers have them: those of `fetch`, or those of Node.js. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a delivery is checked. */
export interface VerifyOptions {
  /** How old, or how far ahead, a delivery may be, in seconds; 300 where it is not given. */
  readonly toleranceSeconds?: number | undefined;
  /** The time, in Unix milliseconds, for tests. */
  readonly nowMs?: number | undefined;
}

/** A delivery that is not what it says, or is too old. Answer it with 400. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

/**
 * Checks that a delivery was signed with one of the secrets (Standard Webhooks 1.0), and returns its event. The same
 * event can come more than once: its `seq` says so.
 *
 * @param body as it came, before it is parsed.
 * @param secrets of the webhook, or several while one is replaced by another; each begins with `whsec_`.
 * @throws WebhookError where it was not, or its time is too far from now.
 */
export async function verifyWebhook(
  headers: HeadersLike,
  body: string | Uint8Array,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, nowMs = Date.now() }: VerifyOptions = {},
): Promise<VitrineEvent> {
  const id = read(headers, 'webhook-id');
  const timestamp = read(headers, 'webhook-timestamp');
  const signatures = read(headers, 'webhook-signature').split(' ');
  const isNear = /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1000 - Number(timestamp)) <= toleranceSeconds;
  if (!isNear) throw new WebhookError('The time of the delivery is too far from now.');
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const message = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    if (await isSignedBy(secret, signatures, message)) {
      const event: VitrineEvent = JSON.parse(text);
      return event;
    }
  }
  throw new WebhookError('The delivery was signed with none of the secrets.');
}

function read(headers: HeadersLike, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : findIn(headers, name);
  if (typeof value !== 'string' || value === '') throw new WebhookError(`The delivery has no header ${name}.`);
  return value;
}

const findIn = (headers: Exclude<HeadersLike, Headers>, name: string): unknown =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

/** WebCrypto compares in a time that says nothing of the signature. */
async function isSignedBy(secret: string, signatures: readonly string[], message: BufferSource): Promise<boolean> {
  const raw = fromBase64(secret.replace(/^whsec_/, ''));
  if (raw === undefined || raw.length === 0) throw new TypeError('A secret of a webhook is base64 behind `whsec_`.');
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  for (const signature of signatures) {
    const mac = signature.startsWith('v1,') ? fromBase64(signature.slice('v1,'.length)) : undefined;
    if (mac !== undefined && (await crypto.subtle.verify('HMAC', key, mac, message))) return true;
  }
  return false;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
