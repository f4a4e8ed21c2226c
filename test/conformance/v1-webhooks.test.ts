import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { StoreRunner } from '../../src/jobs/store-runner.ts';
import { createApp } from '../../src/worker/app.ts';
import { readEvents } from '../support/events.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, depsWith, guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, v1, v1Request } from '../support/v1.ts';
import { createImage, ORIGIN } from '../support/v3.ts';
import {
  createWebhook,
  HOOK_URL,
  listDeliveries,
  listWebhooks,
  type NewWireWebhook,
  Receiver,
} from '../support/webhooks.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const post = (store: TestStore, json: unknown, headers: Record<string, string> = {}) =>
  v1(store, 'POST', '/webhooks', { json, headers });

/** Creates an image for each product, in this order. */
async function createImages(store: TestStore, ...productIds: readonly number[]): Promise<void> {
  for (const productId of productIds) await createImage(store, productId, TINY_PNG);
}

describe('webhooks of /v1', () => {
  it('are created with 201 and a secret that is shown once, listed, changed and deleted [V1-39]', async () => {
    const store = await newStore();
    const created = await post(store, { url: HOOK_URL, events: ['images.*'] });
    const { secret, ...webhook } = await created.json<NewWireWebhook>();
    expect(created.status).toBe(201);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(Object.keys(webhook)).toEqual([
      'id',
      'url',
      'events',
      'productId',
      'status',
      'disabledReason',
      'position',
      'createdAt',
      'updatedAt',
    ]);
    expect(webhook).toMatchObject({
      url: HOOK_URL,
      events: ['images.*'],
      productId: null,
      status: 'active',
      disabledReason: null,
      position: 1,
      createdAt: expect.stringMatching(ISO),
      updatedAt: expect.stringMatching(ISO),
    });
    expect(await listWebhooks(store)).toEqual([webhook]);
    const path = `/webhooks/${webhook.id}`;
    const changes = { url: `${HOOK_URL}/2`, events: ['job.finished', 'media.*'], productId: 7 };
    const changed = await v1(store, 'PATCH', path, { json: changes });
    expect([changed.status, await changed.json()]).toEqual([
      200,
      { ...webhook, ...changes, updatedAt: expect.any(String) },
    ]);
    const all = await v1(store, 'PATCH', path, { json: { productId: null } });
    expect(await all.json()).toMatchObject({ ...changes, productId: null });
    const deleted = await v1(store, 'DELETE', path);
    expect([deleted.status, await deleted.text()]).toEqual([204, '']);
    expect(await listWebhooks(store)).toEqual([]);
  });

  it('are listed in pages, and apart from that of the Shoptet API [V1-39]', async () => {
    const store = await newStore();
    await call(store, 'POST', '/webhooks', { json: { data: [{ event: 'job:finished', url: HOOK_URL }] } });
    const ids = [];
    for (let index = 0; index < 3; index += 1) ids.push((await createWebhook(store)).id);
    const pages = [];
    for (let cursor = ''; ;) {
      const { items, next } = await (
        await v1(store, 'GET', `/webhooks?limit=2${cursor}`)
      ).json<{ items: { id: number }[]; next: string | null }>();
      pages.push(items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
    const { data } = await call<{ webhooks: unknown[] }>(store, 'GET', '/webhooks');
    expect(data.webhooks).toHaveLength(1);
  });

  it.each([
    [{ events: ['*'] }, '/url'],
    [{ url: HOOK_URL }, '/events'],
    [{ url: HOOK_URL, events: [] }, '/events'],
    [{ url: HOOK_URL, events: ['images.*', 'orders.*'] }, '/events/1'],
    [{ url: HOOK_URL, events: ['images.painted'] }, '/events/0'],
    [{ url: HOOK_URL, events: ['images.c*'] }, '/events/0'],
    [{ url: HOOK_URL, events: ['*'], productId: 0 }, '/productId'],
    [{ url: HOOK_URL, events: ['*'], secret: 'mine' }, '/secret'],
  ])('are refused (%#) [V1-39]', async (json, pointer) => {
    const response = await post(await newStore(), json);
    expect([response.status, (await problemOf(response)).errors]).toEqual([
      422,
      [expect.objectContaining({ pointer })],
    ]);
  });

  it.each([
    ['ftp://x.test/', /Only http and https/],
    ['http://127.0.0.1/', /not an IP address/],
    ['http://[::1]/', /not an IP address/],
    ['http://0x7f.1/', /not an IP address/],
    ['http://localhost/', /not on the public internet/],
    ['http://metadata.internal/', /not on the public internet/],
    ['https://example.com:8443/', /Only ports 80 and 443/],
    ['http://vitrine.test/hook', /this service itself/],
    ['http://user:secret@example.com/', /user name or password/],
    ['nonsense', /no absolute http or https URL/],
    [`http://example.com/${'a'.repeat(2_000)}`, /too long/],
  ])('are not pointed to %s, neither at first nor by a change [V1-40]', async (url, detail) => {
    const store = await newStore();
    const { id } = await createWebhook(store);
    for (const response of [
      await post(store, { url, events: ['*'] }),
      await v1(store, 'PATCH', `/webhooks/${id}`, { json: { url } }),
    ]) {
      expect([response.status, (await problemOf(response)).errors]).toEqual([
        422,
        [{ pointer: '/url', detail: expect.stringMatching(detail) }],
      ]);
    }
    expect(await listWebhooks(store)).toMatchObject([{ url: HOOK_URL }]);
  });

  it('are at most twenty a store [V1-39]', async () => {
    const store = await newStore();
    for (let index = 0; index < 20; index += 1) await createWebhook(store);
    const refused = await post(store, { url: HOOK_URL, events: ['*'] });
    expect([refused.status, (await problemOf(refused)).type]).toEqual([
      409,
      expect.stringMatching(/#too-many-webhooks$/),
    ]);
    const [first] = await listWebhooks(store);
    await v1(store, 'DELETE', `/webhooks/${first?.id}`);
    await createWebhook(store);
    expect(await listWebhooks(store)).toHaveLength(20);
  });

  it('take a write once for its Idempotency-Key, and answer with the same secret [REQ-1, V1-41]', async () => {
    const store = await newStore();
    const json = { url: HOOK_URL, events: ['*'] };
    const keyed = (key: string) => ({ 'Idempotency-Key': key });
    const [first, second] = [await post(store, json, keyed('a')), await post(store, json, keyed('a'))];
    const webhook = await first.json<NewWireWebhook>();
    expect([second.status, second.headers.get('Idempotency-Replayed'), await second.json()]).toEqual([
      201,
      'true',
      webhook,
    ]);
    expect((await post(store, { ...json, events: ['job.*'] }, keyed('a'))).status).toBe(422);
    const path = `/webhooks/${webhook.id}`;
    const replay = () => v1(store, 'POST', `${path}/replay`, { json: { after: 1 }, headers: keyed('r') });
    expect([(await replay()).status, (await replay()).headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const change = () => v1(store, 'PATCH', path, { json: { events: ['job.*'] }, headers: keyed('c') });
    expect(await (await change()).json()).toEqual(await (await change()).json());
    const remove = () => v1(store, 'DELETE', path, { headers: keyed('d') });
    expect([(await remove()).status, (await remove()).status, (await v1(store, 'DELETE', path)).status]).toEqual([
      204, 204, 404,
    ]);
    const { events } = await readEvents(store);
    expect(events.map(({ type, data }) => [type, 'change' in data && data['change']])).toEqual(
      ['create', 'replay', 'update', 'delete'].map((kind) => ['webhooks.updated', kind]),
    );
  });

  it('have their secret sealed in the database, in the answer that a key keeps too [V1-41]', async () => {
    const store = await newStore();
    const response = await post(store, { url: HOOK_URL, events: ['*'] }, { 'Idempotency-Key': 'k' });
    const { secret } = await response.json<NewWireWebhook>();
    for (const table of ['webhooks', 'answers', 'journal']) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE store_id = ?`).bind(store.id).all();
      expect(results).not.toEqual([]);
      expect(JSON.stringify(results)).not.toContain(secret.slice('whsec_'.length));
    }
  });

  it('cannot be created where the deployment has no SECRETS_KEYS [V1-41]', async () => {
    const store = await newStore();
    const request = v1Request(store, 'POST', '/webhooks', { json: { url: HOOK_URL, events: ['*'] } });
    const response = await createApp().fetch(request, { ...env, SECRETS_KEYS: '' });
    expect([response.status, (await problemOf(response)).type]).toEqual([
      503,
      expect.stringMatching(/#signing-unavailable$/),
    ]);
  });

  it('are not there for another store, on any route [V1-20]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const { id, secret, ...webhook } = await createWebhook(store);
    await createImages(store, 7);
    await new Receiver().run(store);
    const asked: readonly (readonly [string, string, unknown?])[] = [
      ['PATCH', `/webhooks/${id}`, { events: ['job.*'] }],
      ['DELETE', `/webhooks/${id}`],
      ['GET', `/webhooks/${id}/deliveries`],
      ['POST', `/webhooks/${id}/replay`, { after: 0 }],
    ];
    for (const [method, path, json] of asked) {
      const response = await v1(other, method, path, json === undefined ? {} : { json });
      expect([method, path, response.status]).toEqual([method, path, 404]);
      expect((await problemOf(response)).type).toMatch(/#webhook-not-found$/);
    }
    expect(await listWebhooks(other)).toEqual([]);
    expect((await readEvents(other)).events).toEqual([]);
    expect(await listWebhooks(store)).toEqual([{ id, ...webhook, position: 2 }]);
    expect(secret).not.toBe('');
  });

  it('take a token that may write, also to be read [V1-39]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store);
    for (const [method, path] of [
      ['GET', '/webhooks'],
      ['POST', '/webhooks'],
      ['PATCH', `/webhooks/${id}`],
      ['DELETE', `/webhooks/${id}`],
      ['GET', `/webhooks/${id}/deliveries`],
      ['POST', `/webhooks/${id}/replay`],
    ] as const) {
      expect([path, (await v1({ ...store, token: store.readToken }, method, path)).status]).toEqual([path, 403]);
    }
  });

  it.each(['0', 'x', '1.5', '99999999999999999999', '123456789'])('are 404 by the id %s [V1-39]', async (id) => {
    const store = await newStore();
    for (const [method, path, json] of [
      ['PATCH', `/webhooks/${id}`, {}],
      ['DELETE', `/webhooks/${id}`, undefined],
      ['GET', `/webhooks/${id}/deliveries`, undefined],
      ['POST', `/webhooks/${id}/replay`, { after: 0 }],
    ] as const) {
      const response = await v1(store, method, path, json === undefined ? {} : { json });
      expect([path, response.status]).toEqual([path, 404]);
    }
    expect((await readEvents(store)).events).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is the event, signed by Standard Webhooks [V1-42]', async () => {
    const store = await newStore();
    const { secret } = await createWebhook(store);
    const receiver = new Receiver();
    await createImages(store, 7);
    await receiver.run(store);
    const [received] = receiver.taken;
    const { events } = await readEvents(store, '?after=1');
    expect(received?.url).toBe(HOOK_URL);
    expect(received?.event).toEqual(events[0]);
    expect(received?.headers['webhook-id']).toBe(`evt_${store.hash}_2`);
    expect(JSON.stringify(received?.event)).toContain(`${ORIGIN}/s-${store.hash}/`);
    expect(new Webhook(secret).verify(received?.body ?? '', { ...received?.headers })).toEqual(events[0]);
    expect(() => new Webhook(secret).verify(`${received?.body} `, { ...received?.headers })).toThrow('No matching');
  });

  it('has the same id at every attempt and for every webhook, and the time of the attempt [V1-42]', async () => {
    const store = await newStore();
    for (let index = 0; index < 2; index += 1) await createWebhook(store, { url: `${HOOK_URL}/${index}` });
    const receiver = new Receiver();
    receiver.takes = () => receiver.received.length > 2;
    await createImages(store, 7);
    await receiver.runOn(store, 3);
    const ofImage = receiver.received.filter(({ event }) => event.productId === 7);
    expect(ofImage.length).toBeGreaterThan(2);
    expect(new Set(ofImage.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`evt_${store.hash}_3`]));
    const times = ofImage.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(10);
    expect(Math.abs((times.at(-1) ?? 0) - receiver.nowMs / 1000)).toBeLessThan(2);
  });

  it('is made of the events that the webhook wants, from its creation on [V1-43]', async () => {
    const store = await newStore();
    await createImages(store, 7);
    const wanted: readonly (readonly [readonly string[], number | null])[] = [
      [['*'], null],
      [['images.*'], null],
      [['job.finished', 'images.updated'], null],
      [['*'], 8],
    ];
    for (const [index, [events, productId]] of wanted.entries()) {
      await createWebhook(store, { url: `${HOOK_URL}/${index}`, events, productId });
    }
    await createImages(store, 7, 8);
    await createByJob(store, guidOf(store, 7), 'shop', [{}]);
    const receiver = new Receiver();
    await receiver.run(store);
    const told = (index: number) =>
      receiver.taken
        .filter(({ url }) => url.endsWith(`/${index}`))
        .map(({ event }) => event.seq)
        .toSorted((a, b) => a - b);
    expect(wanted.map((_, index) => told(index))).toEqual([[3, 4, 5, 6, 7, 8, 9, 10], [6, 7, 9], [10], [7]]);
  });

  it.each(['http://127.0.0.1/hook', 'http://metadata.internal/', 'https://example.com:8443/'])(
    'is not sent to %s, however that came into the database [V1-40]',
    async (url) => {
      const store = await newStore();
      const { id } = await createWebhook(store);
      await createImages(store, 7);
      await env.DB.prepare('UPDATE webhooks SET url = ? WHERE id = ?').bind(url, id).run();
      await new StoreRunner(depsWith({}), store.id).run();
      const [delivery] = await listDeliveries(store, id);
      expect(delivery).toMatchObject({ status: 'pending', attempts: [{ url, outcome: 'The URL may not be called.' }] });
    },
  );

  it('is in the log, newest first, with its attempts [V1-44]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store);
    const receiver = new Receiver();
    receiver.takes = ({ event }) => event.productId !== 8;
    await createImages(store, 7, 8, 8);
    const dueAtMs = await receiver.run(store);
    const log = await listDeliveries(store, id);
    expect(log.map(({ seq, type, productId, status }) => [seq, type, productId, status])).toEqual([
      [4, 'images.created', 8, 'pending'],
      [3, 'images.created', 8, 'pending'],
      [2, 'images.created', 7, 'delivered'],
    ]);
    expect(log.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([null, new Date(dueAtMs ?? 0).toISOString(), null]);
    expect(log[1]?.attempts).toEqual([{ at: expect.stringMatching(ISO), url: HOOK_URL, outcome: 'Status 500.' }]);
    const first = await (await v1(store, 'GET', `/webhooks/${id}/deliveries?limit=2`)).json<{ next: string }>();
    const rest = await v1(store, 'GET', `/webhooks/${id}/deliveries?limit=2&cursor=${first.next}`);
    expect(await rest.json()).toEqual({ items: log.slice(2), next: null });
  });

  it('is made again for all that came after a position [V1-45]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store, { events: ['images.*'] });
    await createImages(store, 7, 8, 7);
    const receiver = new Receiver();
    await receiver.run(store);
    expect(receiver.seqs.toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
    const response = await v1(store, 'POST', `/webhooks/${id}/replay`, { json: { after: 2 } });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ id, position: 2 })]);
    await receiver.run(store);
    expect(receiver.seqs.slice(3).toSorted((a, b) => a - b)).toEqual([3, 4]);
  });

  it('that waits beyond the position of a replay is made once [V1-45]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store, { events: ['images.*'] });
    const receiver = new Receiver();
    receiver.takes = () => false;
    await createImages(store, 7, 7, 7);
    await receiver.run(store);
    await v1(store, 'POST', `/webhooks/${id}/replay`, { json: { after: 1 } });
    receiver.takes = () => true;
    await receiver.run(store);
    expect(receiver.seqs).toEqual([2, 3, 4]);
    await v1(store, 'POST', `/webhooks/${id}/replay`, { json: { after: 900 } });
    await receiver.run(store);
    expect(receiver.seqs).toEqual([2, 3, 4]);
  });

  it('is not made of what the journal does not keep any more: a replay says so [V1-45]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store);
    await createImages(store, 7, 7, 7);
    await env.DB.prepare('DELETE FROM journal WHERE store_id = ? AND seq <= 2').bind(store.id).run();
    const refused = await v1(store, 'POST', `/webhooks/${id}/replay`, { json: { after: 1 } });
    expect([refused.status, await problemOf(refused)]).toEqual([410, expect.objectContaining({ oldestSeq: 3 })]);
    const answered = await v1(store, 'POST', `/webhooks/${id}/replay`, { json: { after: 2 } });
    expect(answered.status).toBe(200);
  });

  it('waits while its webhook is disabled, and goes on when that is enabled again [V1-46]', async () => {
    const store = await newStore();
    const { id } = await createWebhook(store, { events: ['images.*'] });
    const receiver = new Receiver();
    receiver.takes = () => false;
    await createImages(store, 7);
    await receiver.run(store);
    const set = (status: string) => v1(store, 'PATCH', `/webhooks/${id}`, { json: { status } });
    expect(await (await set('disabled')).json()).toMatchObject({ status: 'disabled', disabledReason: null });
    await createImages(store, 7);
    receiver.takes = () => true;
    receiver.nowMs += 60_000;
    expect(await receiver.run(store)).toBeUndefined();
    expect(receiver.seqs).toEqual([]);
    expect(await (await set('active')).json()).toMatchObject({ status: 'active' });
    await receiver.run(store);
    expect(receiver.seqs).toEqual([2, 4]);
  });
});
