import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { operator } from '../support/operator.ts';
import { type RunningService, startService } from '../support/service.ts';
import { startWebhookHost, type WebhookHost } from '../support/webhook-host.ts';

let hooks: WebhookHost;
let service: RunningService;

beforeAll(async () => {
  hooks = await startWebhookHost();
  service = await startService({ INGEST_ALLOWED_HOSTS: hooks.host });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await hooks.close();
});

const HEADERS = { Authorization: 'Bearer demo-token', 'Content-Type': 'application/json' };

async function createImage(productId: number): Promise<void> {
  const form = new FormData();
  form.set('image_file', new File([readFileSync('samples/cup-landscape.jpg')], 'cup.jpg'));
  const url = `${service.origin}/stores/demo/v3/catalog/products/${productId}/images`;
  const response = await fetch(url, { method: 'POST', headers: { 'X-Auth-Token': 'demo-token' }, body: form });
  expect(response.status).toBe(200);
}

it('a webhook and who waits for events hear of a command right after it', async () => {
  const body = JSON.stringify({ url: `http://${hooks.host}/`, events: ['images.*'] });
  const created = await fetch(`${service.origin}/v1/webhooks`, { method: 'POST', headers: HEADERS, body });
  const { secret, position } = z.object({ secret: z.string(), position: z.int() }).parse(await created.json());
  const waiting = fetch(`${service.origin}/v1/events?after=${position}&wait=20`, { headers: HEADERS });
  const beganAtMs = Date.now();
  await createImage(77_001);
  const received = await hooks.next();
  expect(Date.now() - beganAtMs).toBeLessThan(10_000);
  const { events } = z.object({ events: z.array(z.unknown()) }).parse(await (await waiting).json());
  expect(events).toEqual([expect.objectContaining({ type: 'images.created', productId: 77_001 })]);
  expect([new Webhook(secret).verify(received.body, received.headers)]).toEqual(events);

  const shown = await operator(service, 'events', 'demo', '--after', String(position), '--limit', '1');
  expect(shown.code).toBe(0);
  expect(shown.text).toMatch(
    new RegExp(`^${position + 1}  [\\d-]+T[\\d:.]+Z  images\\.created  .+  product 77001: added 1 image\\n$`),
  );
  expect((await operator(service, 'events', 'demo')).text).toContain('webhooks.updated');
  expect((await operator(service, 'events', 'demo', '--after', '999999')).text).toContain('has no such events');
  expect((await operator(service, 'events', 'demo', '--after', 'x')).code).toBe(2);
});
