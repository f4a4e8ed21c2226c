import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { toErrorAnswer } from '../../src/dialects/shoptet/errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, finishJob, guidOf, PICTURE_URL, postImages, send } from '../support/shoptet.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const ROUTES = [
  ['GET', `/products/${GUID}/images/shop`],
  ['PATCH', `/products/${GUID}/images/shop`],
  ['POST', `/products/${GUID}/images/shop`],
  ['PATCH', `/products/${GUID}/images/shop/source`],
  ['DELETE', `/products/${GUID}/images/shop`],
  ['DELETE', `/products/${GUID}/images/shop/1.png`],
  ['GET', `/products/${GUID}`],
  ['PATCH', `/products/${GUID}`],
  ['DELETE', '/products/images/batch'],
  ['GET', '/system/jobs'],
  ['GET', '/system/jobs/x'],
  ['GET', '/eshop'],
  ['GET', '/webhooks'],
  ['POST', '/webhooks'],
  ['GET', '/webhooks/1'],
  ['PATCH', '/webhooks/1'],
  ['DELETE', '/webhooks/1'],
  ['POST', '/webhooks/renew-signature-key'],
] as const;
const WRITES = ROUTES.filter(([method]) => method !== 'GET');

describe.each(ROUTES)('%s /api%s', (method, path) => {
  it('answers 401 without a token, and says which header to add [SH-9]', async () => {
    const answer = await call(await newStore(), method, path, { token: null });
    expect([answer.status, answer.data]).toEqual([401, null]);
    expect(answer.errors).toMatchObject([{ errorCode: 'missing-access-token', instance: 'unknown' }]);
    expect(answer.errors?.[0]?.message).toContain('Shoptet-Access-Token');
  });

  it('does not accept the header Authorization [SH-1]', async () => {
    const store = await newStore();
    const headers = { Authorization: `Bearer ${store.token}` };
    expect((await call(store, method, path, { token: null, headers })).status).toBe(401);
  });

  it.each(['unknown', 'revoked', 'expired'])('answers 401 to a token that is %s [SH-9]', async (kind) => {
    const store = await newStore();
    if (kind !== 'unknown') {
      await addToken(
        store.id,
        `bad-${kind}-${store.hash}`,
        'write',
        kind === 'revoked' ? { revokedAt: 1 } : { expiresAt: 1 },
      );
    }
    const answer = await call(store, method, path, { token: `bad-${kind}-${store.hash}` });
    expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([401, 'expired-token']);
  });
});

describe.each(WRITES)('%s /api%s', (method, path) => {
  it('answers 403 to a token that may only read, and masks it [SH-10]', async () => {
    const store = await newStore();
    const answer = await call(store, method, path, { token: store.readToken, json: {} });
    expect(answer.status).toBe(403);
    expect(answer.errors).toEqual([
      {
        errorCode: 'invalid-token-no-rights',
        message: `The token "rea..${store.readToken.slice(-3)}" has no rights for this endpoint.`,
        instance: 'access-token',
      },
    ]);
  });
});

describe('a token in an error', () => {
  it.each([
    ['12345678', '123..678'],
    ['1234567', '..'],
    ['x', '..'],
    [undefined, '..'],
  ])('is masked: %s as %s', (token, masked) => {
    const [error] = toErrorAnswer({ kind: 'scope-missing', needed: 'read' }, token).errors;
    expect(error?.message).toBe(`The token "${masked}" has no rights for this endpoint.`);
  });
});

describe('a request', () => {
  it.each(['Shoptet-Access-Token', 'shoptet-private-api-token', 'SHOPTET-ACCESS-TOKEN'])(
    'may name its token in %s [SH-1]',
    async (name) => {
      const store = await newStore();
      expect((await call(store, 'GET', '/eshop', { token: null, headers: { [name]: store.token } })).status).toBe(200);
    },
  );

  it.each(['application/json', 'application/vnd.shoptet.v1.0', 'application/vnd.shoptet.v1.0+json'])(
    'may have a body of %s [SH-4, SH-8]',
    async (type) => {
      const store = await newStore();
      await createImage(store, 7, TINY_PNG);
      const answer = await call(store, 'PATCH', `/products/${guidOf(store, 7)}/images/shop?language=cs`, {
        json: { data: { images: [{ name: '1.png', description: 'x' }] } },
        headers: { 'Content-Type': type },
      });
      expect([answer.status, answer.errors]).toEqual([200, null]);
    },
  );

  it('is answered in the envelope, with its id in a header, too [SH-2]', async () => {
    const store = await newStore();
    for (const path of ['/eshop', '/system/jobs/x', '/webhooks/nothing/here', '/nothing', '', '/products/x/images/y']) {
      const response = await send(store, 'GET', path);
      expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
      const body = await response.json<{ metadata: { requestId: string } }>();
      expect(Object.keys(body)).toEqual(['data', 'errors', 'metadata']);
      expect(body.metadata.requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(response.headers.get('X-Request-ID')).toBe(body.metadata.requestId);
    }
  });

  it.each(['gallery', 'SHOP', 'shop361'])('is answered with 404 for the gallery %s [SH-6]', async (gallery) => {
    const answer = await call(await newStore(), 'GET', `/products/${GUID}/images/${gallery}`);
    expect([answer.status, answer.data]).toEqual([404, null]);
  });

  it.each(['7', 'x', '0f8fad5b-d9cb-469f-a165', `${GUID}0`])(
    'is answered with 404 for the product %s [SH-7, SH-3]',
    async (guid) => {
      const store = await newStore();
      for (const [method, path] of [
        ['GET', '/images/shop'],
        ['DELETE', '/images/shop'],
        ['GET', ''],
      ] as const) {
        const answer = await call(store, method, `/products/${guid}${path}`);
        expect([answer.status, answer.errors]).toEqual([
          404,
          [
            {
              errorCode: 'product-not-found',
              message: `Product with identificator "${guid}" not found.`,
              instance: guid,
            },
          ],
        ]);
      }
    },
  );

  it('finds registered products only where the store accepts no others [SH-7, IMG-19]', async () => {
    const store = await newStore({ registeredProductsOnly: true });
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await call(store, method, `/products/${GUID}/images/shop`)).status).toBe(404);
    }
    expect((await postImages(store, GUID, [{ sourceUrl: 'http://pictures.test:8080/a.png' }])).status).toBe(404);
    await env.DB.prepare(
      'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, 5, ?, 0, 0, 0)',
    )
      .bind(store.id, GUID)
      .run();
    expect((await call(store, 'GET', `/products/${GUID.toUpperCase()}/images/shop`)).status).toBe(200);
    expect((await call(store, 'DELETE', `/products/${GUID}/images/shop`)).status).toBe(200);
  });
});

describe('another store’s token', () => {
  /** Makes a store with a product, a webhook and a job. */
  async function furnished(): Promise<{ store: TestStore; guid: string; jobId: string; webhookId: number }> {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const { jobId } = await createByJob(store, guid, 'shop', [{}]);
    const json = { data: [{ event: 'job:finished', url: 'http://pictures.test:8080/hook' }] };
    const { data } = await call<{ webhooks: { id: number }[] }>(store, 'POST', '/webhooks', { json });
    return { store, guid, jobId, webhookId: data.webhooks[0]?.id ?? 0 };
  }

  it('reads nothing and changes nothing, on any route [IMG-20, SH-37]', async () => {
    const { store, guid, jobId, webhookId } = await furnished();
    const other = await newStore();
    const images = await call<{ images: unknown[] }>(other, 'GET', `/products/${guid}/images/shop`);
    expect(images.data).toEqual({ images: [] });
    const product = await call(other, 'GET', `/products/${guid}?include=images`);
    expect(product.data).toEqual({ guid, variants: [], images: [] });
    const update = await call(other, 'PATCH', `/products/${guid}/images/shop`, {
      json: { data: { images: [{ name: '1.png', description: 'stolen' }] } },
    });
    expect([update.status, update.errors?.length]).toEqual([200, 1]);
    const variants = await call<object>(other, 'PATCH', `/products/${guid}`, {
      json: { data: { variants: [{ code: 'RED', image: '1.png' }] } },
    });
    expect([variants.data, variants.errors?.length]).toEqual([{ guid, variants: [] }, 1]);
    const source = await call<{ jobId: string }>(other, 'PATCH', `/products/${guid}/images/shop/source`, {
      json: { data: { images: [{ name: '1.png', sourceUrl: PICTURE_URL, description: 'stolen' }] } },
    });
    await finishJob(source.data.jobId, 1);
    const rows = JSON.stringify({ productGuid: guid, gallery: 'shop' });
    const batch = await call<{ jobId: string }>(other, 'DELETE', '/products/images/batch', {
      json: { batchFileUrlPath: 'http://pictures.test:8080/batch.jsonl' },
    });
    for (let read = 0; read < 2; read += 1) {
      await finishJob(batch.data.jobId, 1, { '/batch.jsonl': new TextEncoder().encode(rows) });
    }
    expect((await call(other, 'DELETE', `/products/${guid}/images/shop/1.png`)).status).toBe(404);
    expect((await call(other, 'DELETE', `/products/${guid}/images/shop`)).errors).toBeNull();
    expect((await call(other, 'GET', `/system/jobs/${jobId}`)).status).toBe(404);
    const jobs = await call<{ jobs: { jobId: string }[] }>(other, 'GET', '/system/jobs');
    expect(jobs.data.jobs.map((job) => job.jobId).toSorted()).toEqual([source.data.jobId, batch.data.jobId].toSorted());
    expect((await call<{ webhooks: unknown[] }>(other, 'GET', '/webhooks')).data.webhooks).toEqual([]);
    for (const [method, json] of [['GET'], ['PATCH', { data: {} }], ['DELETE']] as const) {
      const init = json === undefined ? {} : { json };
      expect((await call(other, method, `/webhooks/${webhookId}`, init)).status).toBe(404);
    }
    expect(
      (await call<{ images: unknown[] }>(store, 'GET', `/products/${guid}/images/shop`)).data.images,
    ).toMatchObject([{ name: '1.png', description: null }]);
    expect((await call(store, 'GET', `/webhooks/${webhookId}`)).status).toBe(200);
  });

  it('does not find a product by the GUID that we derived for another store [SH-7, IMG-21]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const other = await newStore();
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await call(other, method, `/products/${guidOf(store, 7)}/images/shop`)).status).toBe(404);
    }
  });
});

describe('the rate limit', () => {
  it('always shows an empty bucket where the store has no quota [SH-11]', async () => {
    const store = await newStore();
    for (let index = 0; index < 5; index += 1) {
      expect((await send(store, 'GET', '/eshop')).headers.get('X-RateLimit-Bucket-Filling')).toBe('0/200');
    }
    const refused = await send(store, 'GET', '/eshop', { token: null });
    expect(refused.headers.get('X-RateLimit-Bucket-Filling')).toBe('0/200');
  });

  it('fills the bucket of a store with a quota, and answers 429 with a date when it is full [SH-11, SH-12]', async () => {
    const store = await newStore({ requestQuota: { requests: 1000, windowMs: 60_000 } });
    expect((await send(store, 'GET', '/eshop')).headers.get('X-RateLimit-Bucket-Filling')).toBe('1/200');
    const answers = await Promise.all(Array.from({ length: 260 }, () => send(store, 'GET', '/eshop')));
    const full = answers.find(({ status }) => status === 429);
    expect(full?.headers.get('X-RateLimit-Bucket-Filling')).toBe('200/200');
    expect(full?.headers.get('Retry-After')).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    const body = await full?.json<{ errors: { errorCode: string }[] }>();
    expect(body?.errors[0]?.errorCode).toBe('rate-limit-exceeded');
  });

  it('never names a second in which the bucket is still full [SH-12]', () => {
    const retryAfter = (retryAtMs: number) => toErrorAnswer({ kind: 'rate-limited', retryAtMs }, undefined).retryAfter;
    const nineOClock = Date.UTC(2026, 0, 2, 9, 0, 0);
    expect(retryAfter(nineOClock)).toBe('Fri, 02 Jan 2026 09:00:00 GMT');
    expect(retryAfter(nineOClock + 1)).toBe('Fri, 02 Jan 2026 09:00:01 GMT');
  });
});

describe('a write to a URL that another write has locked', () => {
  const path = `/products/${GUID}/images/shop`;
  const hold = (store: TestStore, holder: string) =>
    env.STORE_LIMITERS.getByName(String(store.id)).acquire({ isCounted: false, lock: { url: `/api${path}`, holder } });

  it('is answered with 423, and accepted after the first was answered [SH-13]', async () => {
    const store = await newStore();
    await hold(store, 'first');
    const answer = await call(store, 'DELETE', path);
    expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([423, 'resource-locked']);
    await env.STORE_LIMITERS.getByName(String(store.id)).release(`/api${path}`, 'first');
    expect((await call(store, 'DELETE', path)).status).toBe(200);
    expect((await call(store, 'DELETE', path)).status).toBe(200);
  });

  it('does not affect reads, other URLs, or repeats with the same Idempotency-Key [SH-13]', async () => {
    const store = await newStore();
    await hold(store, 'same-key');
    expect((await call(store, 'GET', path)).status).toBe(200);
    expect((await call(store, 'DELETE', `${path}360`)).status).toBe(200);
    expect((await call(store, 'DELETE', path, { headers: { 'Idempotency-Key': 'same-key' } })).status).toBe(200);
  });
});
