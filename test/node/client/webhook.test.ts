import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, WebhookError } from 'vitrine-client';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another secret, as long..').toString('base64')}`;
const NOW = new Date('2026-11-21T12:00:00Z');
const nowMs = NOW.getTime();
const event = { seq: 412, type: 'images.updated', productId: 7, data: { version: 3 } };
const body = JSON.stringify(event);

/** Returns the headers that the reference implementation signs a delivery with. */
const headersBy = (secret: string, at = NOW): Record<string, string> => ({
  'webhook-id': 'msg_412',
  'webhook-timestamp': String(at.getTime() / 1000),
  'webhook-signature': new Webhook(secret).sign('msg_412', at, body),
});

describe('verifyWebhook', () => {
  it('returns the event of a delivery, whatever kind of headers and body the server has [CLI-12]', async () => {
    const headers = headersBy(SECRET);
    const asNode = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    expect(await verifyWebhook(headers, body, SECRET, { nowMs })).toEqual(event);
    expect(await verifyWebhook(asNode, body, SECRET, { nowMs })).toEqual(event);
    expect(await verifyWebhook(new Headers(headers), new TextEncoder().encode(body), SECRET, { nowMs })).toEqual(event);
  });

  it('takes any of several secrets, and any of several signatures [CLI-12]', async () => {
    const [ours, theirs] = [headersBy(SECRET), headersBy(OTHER)];
    const signatures = `v1a,other v1,!!! ${theirs['webhook-signature']} ${ours['webhook-signature']}`;
    expect(await verifyWebhook(ours, body, [OTHER, SECRET], { nowMs })).toEqual(event);
    expect(await verifyWebhook({ ...ours, 'webhook-signature': signatures }, body, SECRET, { nowMs })).toEqual(event);
  });

  const ours = headersBy(SECRET);
  const late = headersBy(SECRET, new Date(nowMs - 301_000));
  it.each([
    ['another body', ours, `${body} `],
    ['another id', { ...ours, 'webhook-id': 'msg_413' }, body],
    ['another time', { ...ours, 'webhook-timestamp': String(nowMs / 1000 - 1) }, body],
    ['another secret', headersBy(OTHER), body],
    ['no signature', { ...ours, 'webhook-signature': '' }, body],
    ['another version alone', { ...ours, 'webhook-signature': `v2${ours['webhook-signature']?.slice(2)}` }, body],
    ['a time long past', late, body],
    ['a time to come', headersBy(SECRET, new Date(nowMs + 301_000)), body],
    ['a time that is none', { ...ours, 'webhook-timestamp': 'now' }, body],
    ['no headers', {}, body],
  ])('refuses %s [CLI-12]', async (_name, headers, text) => {
    await expect(verifyWebhook(headers, text, SECRET, { nowMs })).rejects.toThrow(WebhookError);
  });

  it('is as patient as it is told, and no longer with an empty secret [CLI-12]', async () => {
    expect(await verifyWebhook(late, body, SECRET, { nowMs, toleranceSeconds: 301 })).toEqual(event);
    await expect(verifyWebhook(ours, body, 'whsec_', { nowMs })).rejects.toThrow(TypeError);
  });
});
