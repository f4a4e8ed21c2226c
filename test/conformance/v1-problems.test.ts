import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { newStore } from '../support/stores.ts';
import { problemOf, v1, v1Request } from '../support/v1.ts';
import { ORIGIN } from '../support/v3.ts';

describe('a problem', () => {
  it('is application/problem+json with these members, in this order [V1-3]', async () => {
    const response = await v1(await newStore(), 'GET', '/products/nonsense');
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    const problem = await problemOf(response);
    expect(problem).toEqual({
      type: `${ORIGIN}/docs/errors#product-not-found`,
      title: 'The product was not found',
      status: response.status,
      detail: 'There is no product "nonsense".',
      requestId: response.headers.get('X-Request-Id'),
    });
    expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'detail', 'requestId']);
  });

  it.each(['', '/', '/nowhere', '/product', '/products/7/nowhere'])(
    'answers GET /v1%s, which does not exist, with 404, whoever asks [V1-5]',
    async (path) => {
      const response = await exports.default.fetch(`${ORIGIN}/v1${path}`);
      expect(response.status).toBe(404);
      expect((await problemOf(response)).type).toBe(`${ORIGIN}/docs/errors#route-not-found`);
    },
  );

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'answers %s where there is only GET with 405 and Allow [V1-5]',
    async (method) => {
      const response = await exports.default.fetch(new Request(`${ORIGIN}/v1/products/7`, { method }));
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
      expect((await problemOf(response)).type).toBe(`${ORIGIN}/docs/errors#method-not-allowed`);
    },
  );

  it('answers HEAD as GET, without a body [V1-5]', async () => {
    const store = await newStore();
    const response = await v1(store, 'HEAD', '/products/7');
    expect([response.status, response.headers.get('ETag'), await response.text()]).toEqual([200, '"v-0.1"', '']);
  });

  it('leaves other paths that begin with v1 to the Store API [V1-5]', async () => {
    const response = await exports.default.fetch(`${ORIGIN}/v1.3/media`);
    expect(response.headers.get('Content-Type')).not.toBe('application/problem+json');
  });

  it('names unknown and repeated parameters, to those who have access [V1-8]', async () => {
    const store = await newStore();
    const unknown = await v1(store, 'GET', '/products/7?limit=1&fields=id');
    expect(unknown.status).toBe(400);
    expect(await problemOf(unknown)).toMatchObject({
      type: `${ORIGIN}/docs/errors#parameters-invalid`,
      errors: [
        { parameter: 'limit', detail: 'There is no such parameter.' },
        { parameter: 'fields', detail: 'There is no such parameter.' },
      ],
    });
    const repeated = await v1(store, 'GET', '/products/7?a=1&a=2');
    expect((await problemOf(repeated)).errors).toEqual([{ parameter: 'a', detail: 'It comes more than once.' }]);
    expect((await v1(store, 'GET', '/products/7?limit=1', { token: 'nobody' })).status).toBe(401);
  });

  it('is small, whatever the query was [V1-8]', async () => {
    const store = await newStore();
    const many = Array.from({ length: 2000 }, (_, index) => `p${index}=1`).join('&');
    for (const query of [many, `${many}&${many}`, `${'x'.repeat(10_000)}=1`]) {
      const response = await v1(store, 'GET', `/products/7?${query}`);
      expect(response.status).toBe(400);
      expect((await response.text()).length).toBeLessThan(16_000);
    }
  });

  it('is 500 for an error of the service, which is logged, and says nothing of the inside [V1-6, REQ-8]', async () => {
    const store = await newStore();
    await env.DB.prepare(`UPDATE tokens SET store = '{"secret": 1}' WHERE store_id = ?`).bind(store.id).run();
    const response = await v1(store, 'GET', '/products/7');
    expect([response.status, response.headers.get('Content-Type')]).toEqual([500, 'application/problem+json']);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      type: `${ORIGIN}/docs/errors#internal-error`,
      requestId: response.headers.get('X-Request-Id'),
    });
    expect(text).not.toMatch(/secret|\.ts|Error:|D1_/);
    expect(loggedErrors()).toEqual(['request-failed']);
  });

  it('is 503 with Retry-After for every write during maintenance, and for no read [V1-6]', async () => {
    const store = await newStore();
    const resting = { ...env, MAINTENANCE: 'true' };
    const ask = async (method: string): Promise<Response> =>
      await createApp().request(v1Request(store, method, '/products/7'), undefined, resting, createExecutionContext());
    const refused = await ask('PATCH');
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '60']);
    expect((await problemOf(refused)).type).toBe(`${ORIGIN}/docs/errors#in-maintenance`);
    expect((await ask('GET')).status).toBe(200);
  });
});
