import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DELIVERY_PAUSES_S } from '../../src/jobs/limits.ts';
import type { SendResult } from '../../src/jobs/deliveries.ts';
import { deliverWebhook } from '../../src/jobs/deliver-webhook.ts';
import { sendWebhook } from '../../src/jobs/send-webhook.ts';
import { createApp } from '../../src/worker/app.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, depsWith, PICTURE_URL, postImages, processItems } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { ORIGIN } from '../support/v3.ts';

interface Webhook {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly created: string;
  readonly updated: string;
  readonly sendPayload: string | null;
}
const URL_OF_HOOK = 'http://pictures.test:8080/hook';
const HOOK = { event: 'job:finished', url: URL_OF_HOOK };

const create = (store: TestStore, data: unknown, headers: Record<string, string> = {}) =>
  call<{ webhooks: Webhook[] }>(store, 'POST', '/webhooks', { json: { data }, headers });
const hooks = async (store: TestStore): Promise<readonly Webhook[]> =>
  (await call<{ webhooks: Webhook[] }>(store, 'GET', '/webhooks')).data.webhooks;

describe('webhooks', () => {
  it('are created with 201, listed, shown, changed and deleted [SH-43]', async () => {
    const store = await newStore();
    const created = await create(store, [HOOK]);
    const [webhook] = created.data.webhooks;
    expect([created.status, created.errors]).toEqual([201, null]);
    expect(webhook).toEqual({
      id: expect.any(Number),
      ...HOOK,
      created: expect.stringMatching(/\+0000$/),
      updated: expect.stringMatching(/\+0000$/),
      sendPayload: null,
    });
    expect(Object.keys(webhook ?? {})).toEqual(['id', 'event', 'url', 'created', 'updated', 'sendPayload']);
    const path = `/webhooks/${webhook?.id}`;
    expect(await hooks(store)).toEqual([webhook]);
    expect((await call<{ webhook: Webhook }>(store, 'GET', path)).data).toEqual({ webhook });
    const json = { data: { url: `${URL_OF_HOOK}/2` } };
    const changed = await call<{ webhook: Webhook }>(store, 'PATCH', path, { json });
    expect([changed.status, changed.data.webhook.url]).toEqual([200, `${URL_OF_HOOK}/2`]);
    const asList = { data: [{ url: `${URL_OF_HOOK}/3` }] };
    const again = await call<{ webhook: Webhook }>(store, 'PATCH', path, { json: asList });
    expect([again.status, again.data.webhook.url]).toEqual([200, `${URL_OF_HOOK}/3`]);
    expect((await call(store, 'DELETE', path)).status).toBe(200);
    expect(await hooks(store)).toEqual([]);
    for (const method of ['GET', 'DELETE']) expect((await call(store, method, path)).status).toBe(404);
    expect((await call(store, 'PATCH', path, { json })).status).toBe(404);
  });

  it('are listed with a paginator, and empty pages beyond the last [SH-43]', async () => {
    const store = await newStore();
    const listed = async (query: string) => (await call<object>(store, 'GET', `/webhooks${query}`)).data;
    const empty = { totalCount: 0, page: 1, pageCount: 0, itemsOnPage: 0, itemsPerPage: 100 };
    expect(await listed('')).toEqual({ webhooks: [], paginator: empty });
    const [webhook] = (await create(store, [HOOK])).data.webhooks;
    const one = { totalCount: 1, page: 1, pageCount: 1, itemsOnPage: 1, itemsPerPage: 100 };
    expect(await listed('')).toEqual({ webhooks: [webhook], paginator: one });
    const beyond = { totalCount: 1, page: 2, pageCount: 1, itemsOnPage: 0, itemsPerPage: 10 };
    expect(await listed('?page=2&itemsPerPage=10')).toEqual({ webhooks: [], paginator: beyond });
    expect((await call(store, 'GET', '/webhooks?page=0')).status).toBe(422);
  });

  it('keep sendPayload as it was sent, and can have it removed [SH-43]', async () => {
    const store = await newStore();
    const [webhook] = (await create(store, [{ ...HOOK, sendPayload: 'text' }])).data.webhooks;
    expect(webhook?.sendPayload).toBe('text');
    const change = async (data: object) =>
      (await call<{ webhook: Webhook }>(store, 'PATCH', `/webhooks/${webhook?.id}`, { json: { data } })).data.webhook;
    expect((await change({ url: `${URL_OF_HOOK}/2` })).sendPayload).toBe('text');
    expect((await change({ sendPayload: null })).sendPayload).toBeNull();
    expect((await change({ sendPayload: 'other' })).sendPayload).toBe('other');
    const refused = await call(store, 'PATCH', `/webhooks/${webhook?.id}`, { json: { data: { sendPayload: 5 } } });
    expect(refused.status).toBe(422);
  });

  it('have one URL an event: a second one is 422 [SH-44]', async () => {
    const store = await newStore();
    await create(store, [HOOK]);
    for (const data of [[HOOK], [{ ...HOOK, url: `${URL_OF_HOOK}/2` }]]) {
      const answer = await create(store, data);
      expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([422, 'invalid-request-data']);
      expect(answer.errors?.[0]?.instance).toBe('data[0].event');
    }
    const twice = await create(await newStore(), [HOOK, HOOK]);
    expect([twice.status, twice.errors?.[0]?.instance]).toEqual([422, 'data[1].event']);
    expect(await hooks(store)).toHaveLength(1);
  });

  it.each([
    [[{ event: 'order:create', url: URL_OF_HOOK }], 'data[0].event', /enumeration/],
    [[{ event: 'job:finished' }], 'data[0].url', /The property url is required/],
    [[{ url: URL_OF_HOOK }], 'data[0].event', /^The property event is required$/],
    [[{ ...HOOK, url: 'ftp://x.test/' }], 'data[0].url', /Only http and https/],
    [[{ ...HOOK, url: 'http://127.0.0.1/' }], 'data[0].url', /not an IP address/],
    [[{ ...HOOK, url: 'nonsense' }], 'data[0].url', /Invalid URL format/],
    [[], 'data', /minimum of 1/],
  ])('are refused (%#) [SH-5, SH-45, SH-44]', async (data, instance, message) => {
    const answer = await create(await newStore(), data);
    expect([answer.status, answer.errors?.[0]?.instance]).toEqual([422, instance]);
    expect(answer.errors?.[0]?.message).toMatch(message);
  });

  it.each([
    ['ftp://x.test/', /Only http and https/],
    ['http://127.0.0.1/', /not an IP address/],
    ['http://vitrine.test/hook', /this service itself/],
    ['http://user:secret@example.com/', /user name or password/],
    ['nonsense', /Invalid URL format/],
  ])('are not pointed to %s by a change', async (url, message) => {
    const store = await newStore();
    const [webhook] = (await create(store, [HOOK])).data.webhooks;
    for (const data of [{ url }, [{ url }]]) {
      const answer = await call(store, 'PATCH', `/webhooks/${webhook?.id}`, { json: { data } });
      expect([answer.status, answer.errors?.[0]?.instance]).toEqual([422, 'data.url']);
      expect(answer.errors?.[0]?.message).toMatch(message);
    }
    expect(await hooks(store)).toEqual([webhook]);
  });

  it.each(['0', 'x', '1.5', '99999999999999999999'])('are 404 by the id %s', async (id) => {
    const store = await newStore();
    const json = { data: { url: URL_OF_HOOK } };
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await call(store, method, `/webhooks/${id}`, method === 'PATCH' ? { json } : {});
      expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([404, 'webhook-not-found']);
    }
  });

  it('of one store are not there in another', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const [webhook] = (await create(store, [HOOK])).data.webhooks;
    const json = { data: { url: `${URL_OF_HOOK}/theirs` } };
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await call(other, method, `/webhooks/${webhook?.id}`, method === 'PATCH' ? { json } : {});
      expect(answer.status).toBe(404);
    }
    expect([await hooks(store), await hooks(other)]).toEqual([[webhook], []]);
  });

  it('refuse an Idempotency-Key that came with another request', async () => {
    const store = await newStore();
    const headers = { 'Idempotency-Key': 'k' };
    const [webhook] = (await create(store, [HOOK], headers)).data.webhooks;
    const change = { json: { data: { url: `${URL_OF_HOOK}/2` } }, headers };
    const answers = [
      await create(store, [{ ...HOOK, url: `${URL_OF_HOOK}/2` }], headers),
      await call(store, 'PATCH', `/webhooks/${webhook?.id}`, change),
      await call(store, 'DELETE', `/webhooks/${webhook?.id}`, { headers }),
      await call(store, 'POST', '/webhooks/renew-signature-key', { headers }),
    ];
    for (const { status, errors } of answers) {
      expect([status, errors?.[0]?.instance]).toEqual([422, 'Idempotency-Key']);
    }
    expect(await hooks(store)).toEqual([webhook]);
  });

  it('are created once for an Idempotency-Key; deleting and renewing too [REQ-1, REQ-2]', async () => {
    const store = await newStore();
    const headers = { 'Idempotency-Key': 'k' };
    const [first, second] = [await create(store, [HOOK], headers), await create(store, [HOOK], headers)];
    expect([second.status, second.data, second.headers.get('Idempotency-Replayed')]).toEqual([201, first.data, 'true']);
    expect((await create(store, [{ ...HOOK, url: `${URL_OF_HOOK}/2` }], headers)).status).toBe(422);
    const renew = () => call(store, 'POST', '/webhooks/renew-signature-key', { headers: { 'Idempotency-Key': 'r' } });
    expect((await renew()).data).toEqual((await renew()).data);
    const path = `/webhooks/${first.data.webhooks[0]?.id}`;
    const remove = () => call(store, 'DELETE', path, { headers: { 'Idempotency-Key': 'd' } });
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 200]);
  });

  it('get another signature key each time it is renewed [SH-46]', async () => {
    const store = await newStore();
    const renew = () => call<{ signatureKey: string }>(store, 'POST', '/webhooks/renew-signature-key');
    const [a, b] = [await renew(), await renew()];
    expect(a.status).toBe(200);
    expect(a.data.signatureKey).toMatch(/^[0-9a-f]{40}$/);
    expect(b.data.signatureKey).not.toBe(a.data.signatureKey);
  });

  it('have their key sealed in the database, in the record of an Idempotency-Key too [SH-46]', async () => {
    const store = await newStore();
    await create(store, [HOOK]);
    const headers = { 'Idempotency-Key': 'renew' };
    const renew = () => call<{ signatureKey: string }>(store, 'POST', '/webhooks/renew-signature-key', { headers });
    const [first, replayed] = [await renew(), await renew()];
    expect(replayed.data).toEqual(first.data);
    expect(await storedKey(store)).toMatch(/^test\.[\w-]+\.[\w-]+$/);
    for (const table of ['answers', 'journal']) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE store_id = ?`).bind(store.id).all();
      expect(results).not.toEqual([]);
      expect(JSON.stringify(results)).not.toContain(first.data.signatureKey);
    }
  });

  it('have a new key that cannot be read again where it was sealed with a key that the deployment has lost', async () => {
    const store = await newStore();
    const headers = { 'Idempotency-Key': 'renew' };
    await call(store, 'POST', '/webhooks/renew-signature-key', { headers });
    const lost = { ...env, SECRETS_KEYS: 'new:a-sealing-secret-that-came-later' };
    const request = new Request(`${ORIGIN}/api/webhooks/renew-signature-key`, {
      method: 'POST',
      headers: { 'Shoptet-Private-API-Token': store.token, ...headers },
    });
    const answer = await createApp().fetch(request, lost);
    const { errors } = await answer.json<{ errors: { errorCode: string }[] }>();
    expect([answer.status, errors[0]?.errorCode]).toEqual([503, 'signing-unavailable']);
  });

  it('cannot be made, and the answer says so, where the deployment has no SECRETS_KEYS [SH-46]', async () => {
    const store = await newStore();
    const { data } = await create(store, [HOOK]);
    const bare = { ...env, SECRETS_KEYS: '' };
    const ask = async (method: string, path: string, json?: unknown) => {
      const headers = { 'Shoptet-Private-API-Token': store.token };
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      return await createApp().fetch(new Request(`${ORIGIN}/api${path}`, { method, headers, ...body }), bare);
    };
    const path = `/webhooks/${data.webhooks[0]?.id}`;
    expect((await ask('PATCH', path, { data: { url: `${URL_OF_HOOK}/2` } })).status).toBe(200);
    expect((await ask('DELETE', path)).status).toBe(200);
    for (const answer of [
      await ask('POST', '/webhooks', { data: [HOOK] }),
      await ask('POST', '/webhooks/renew-signature-key'),
    ]) {
      const { errors } = await answer.json<{ errors: { errorCode: string }[] }>();
      expect([answer.status, errors[0]?.errorCode]).toEqual([503, 'signing-unavailable']);
    }
    expect(await hooks(store)).toEqual([]);
  });
});

const storedKey = (store: TestStore) =>
  env.DB.prepare('SELECT signature_key AS stored FROM webhook_keys WHERE store_id = ?')
    .bind(store.id)
    .first<string>('stored');
const keepKey = (store: TestStore, key: string) =>
  env.DB.prepare('UPDATE webhook_keys SET signature_key = ? WHERE store_id = ?').bind(key, store.id).run();

/** Makes a store with a webhook and a job that has just ended, and hands out the delivery of that. */
async function finished(images: readonly object[] = [{}]) {
  const store = await newStore();
  await create(store, [HOOK]);
  const { data } = await call<{ signatureKey: string }>(store, 'POST', '/webhooks/renew-signature-key');
  const { jobId } = await createByJob(store, crypto.randomUUID(), 'shop', images);
  await depsWith({}).deliveries.handOut(store.id, Date.now());
  const sql = 'SELECT id, status, attempt_count, due_at, attempts FROM webhook_deliveries WHERE instance = ?';
  const deliveries = async () => (await env.DB.prepare(sql).bind(jobId).all()).results;
  const [delivery] = await deliveries();
  return { store, jobId, key: data.signatureKey, deliveryId: Number(delivery?.['id']), deliveries };
}

const posting = (posted: SendResult, seen: { url: string; body: string; headers: Record<string, string> }[] = []) => ({
  sendWebhook: (url: string, message: { body: string; headers: Readonly<Record<string, string>> }) => {
    seen.push({ url, body: message.body, headers: { ...message.headers } });
    return Promise.resolve(posted);
  },
});
const DELIVERED = { isDelivered: true, outcome: 'Status 200.' };
const FAILED = { isDelivered: false, outcome: 'Status 500.' };

async function sha1Hmac(key: string, text: string): Promise<string> {
  const bytes = new TextEncoder();
  const imported = await crypto.subtle.importKey('raw', bytes.encode(key), { name: 'HMAC', hash: 'SHA-1' }, false, [
    'sign',
  ]);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes.encode(text)));
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('deliveries', () => {
  it('tell of the job, signed with HMAC-SHA1 over the raw body [SH-47]', async () => {
    const { store, jobId, key, deliveryId } = await finished();
    const seen: { url: string; body: string; headers: Record<string, string> }[] = [];
    await deliverWebhook(depsWith({}, posting(DELIVERED, seen)), deliveryId);
    expect(seen).toHaveLength(1);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      eshopId: store.id,
      event: 'job:finished',
      eventCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
      eventInstance: jobId,
    });
    expect(seen[0]?.headers['Shoptet-Webhook-Signature']).toBe(await sha1Hmac(key, seen[0]?.body ?? ''));
  });

  it.each([
    ['is the sealed one of another store', async () => (await storedKey((await finished()).store)) ?? ''],
    ['was never sealed', () => '0123456789abcdef0123456789abcdef01234567'],
  ])('are not sent where the key %s, but tried again [SH-46, SH-47]', async (_what, key) => {
    const { store, deliveryId, deliveries } = await finished();
    await keepKey(store, await key());
    const seen: { url: string; body: string; headers: Record<string, string> }[] = [];
    await deliverWebhook(depsWith({}, posting(DELIVERED, seen)), deliveryId);
    expect(seen).toEqual([]);
    const [row] = await deliveries();
    expect(row).toMatchObject({ status: 'pending', attempt_count: 1 });
    expect(String(row?.['attempts'])).toContain('The signature key cannot be opened.');
  });

  it('are sent when the job failed, too [SH-47]', async () => {
    const { deliveries } = await finished([{ sourceUrl: 'http://pictures.test:8080/nowhere.png' }]);
    expect(await deliveries()).toHaveLength(1);
  });

  it('are due at once when the last item of the job has ended [SH-47]', async () => {
    const store = await newStore();
    await create(store, [HOOK]);
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    const deps = depsWith({ '/tiny.png': TINY_PNG });
    const [progress] = await processItems(data.jobId, [0], deps);
    expect(progress).toEqual({ kind: 'ended', isToBeTold: true });
    expect((await deps.deliveries.handOut(store.id, Date.now())).due).toHaveLength(1);
  });

  it('end with a reason where the store has no signature key [SH-48]', async () => {
    const { store, deliveryId, deliveries } = await finished();
    await env.DB.prepare('DELETE FROM webhook_keys WHERE store_id = ?').bind(store.id).run();
    const seen: { url: string; body: string; headers: Record<string, string> }[] = [];
    await deliverWebhook(depsWith({}, posting(DELIVERED, seen)), deliveryId);
    expect(seen).toEqual([]);
    const [row] = await deliveries();
    expect(row).toMatchObject({ status: 'given-up', attempt_count: 1 });
    expect(String(row?.['attempts'])).toContain('The store has no signature key.');
  });

  it('come once, though two runners find them [SH-48]', async () => {
    const { deliveryId, deliveries } = await finished();
    const seen: { url: string; body: string; headers: Record<string, string> }[] = [];
    const deps = depsWith({}, posting(DELIVERED, seen));
    await Promise.all([deliverWebhook(deps, deliveryId), deliverWebhook(deps, deliveryId)]);
    await deliverWebhook(deps, deliveryId);
    expect(seen).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempt_count: 1 }]);
  });

  it('are tried again over hours, with every attempt on record, and then given up [SH-48]', async () => {
    const { store, deliveryId, deliveries } = await finished();
    let nowMs = Date.now();
    const deps = depsWith({}, { ...posting(FAILED), nowMs: () => nowMs });
    const pauses = [];
    for (let attempt = 0; attempt <= DELIVERY_PAUSES_S.length; attempt += 1) {
      await deliverWebhook(deps, deliveryId);
      const [row] = await deliveries();
      pauses.push((Number(row?.['due_at']) - nowMs) / 1000);
      nowMs = Number(row?.['due_at']);
      const { due } = await deps.deliveries.handOut(store.id, nowMs);
      expect(due.map(({ id }) => id)).toEqual(attempt < DELIVERY_PAUSES_S.length ? [deliveryId] : []);
    }
    expect(pauses.slice(0, -1)).toEqual(DELIVERY_PAUSES_S);
    expect(DELIVERY_PAUSES_S.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(10 * 60 * 60);
    const [row] = await deliveries();
    expect(row).toMatchObject({ status: 'given-up', attempt_count: DELIVERY_PAUSES_S.length + 1 });
    const attempts = JSON.parse(String(row?.['attempts'])) as { outcome: string; url: string }[];
    expect(attempts).toHaveLength(DELIVERY_PAUSES_S.length + 1);
    expect(attempts[0]).toMatchObject({ outcome: 'Status 500.', url: URL_OF_HOOK });
  });

  it('stop when their webhook is deleted [SH-48]', async () => {
    const { store, deliveryId, deliveries } = await finished();
    const [webhook] = await hooks(store);
    await call(store, 'DELETE', `/webhooks/${webhook?.id}`);
    const seen: { url: string; body: string; headers: Record<string, string> }[] = [];
    await deliverWebhook(depsWith({}, posting(DELIVERED, seen)), deliveryId);
    expect(seen).toEqual([]);
    expect(await deliveries()).toMatchObject([{ status: 'given-up' }]);
  });
});

describe('calling a webhook', () => {
  const rules = { allowedHosts: ['pictures.test:8080'], ownHosts: ['vitrine.test'], maxCharacters: 2000 };
  const message = { body: '{}', headers: {} };

  it.each([
    ['http://10.0.0.1/hook', 'The URL may not be called.'],
    ['http://vitrine.test/hook', 'The URL may not be called.'],
    ['http://example.test:8080/hook', 'The URL may not be called.'],
  ])('follows the rules of image_url: %s [SH-45]', async (url, outcome) => {
    const posted = await sendWebhook(url, message, rules, () => Promise.resolve(new Response()));
    expect(posted).toEqual({ isDelivered: false, outcome });
  });

  it.each([
    [200, true],
    [204, true],
    [302, false],
    [404, false],
    [500, false],
  ])('takes status %i for delivered: %s [SH-48]', async (status, isDelivered) => {
    const response = new Response(null, { status, headers: status === 302 ? { Location: 'http://x.test/' } : {} });
    const posted = await sendWebhook(URL_OF_HOOK, message, rules, () => Promise.resolve(response));
    expect(posted).toEqual({ isDelivered, outcome: `Status ${status}.` });
  });

  it('says when the server cannot be reached [SH-48]', async () => {
    const posted = await sendWebhook(URL_OF_HOOK, message, rules, () => Promise.reject(new Error('refused')));
    expect(posted).toEqual({ isDelivered: false, outcome: 'The server could not be reached.' });
  });
});
