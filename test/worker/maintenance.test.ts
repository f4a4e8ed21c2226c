import { createExecutionContext, createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import worker from '../../src/worker/index.ts';
import { newStore } from '../support/stores.ts';
import { createImage, ORIGIN } from '../support/v3.ts';
import { TINY_PNG } from '../support/pictures.ts';

const resting = { ...env, MAINTENANCE: 'true' };

/** Sends a request to a service in maintenance. */
const ask = async (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await createApp().request(`${ORIGIN}${path}`, { method, headers }, resting, createExecutionContext());

describe('a service in maintenance', () => {
  it.each([
    ['POST', '/stores/x/v3/catalog/products/7/images', /^\{"status":503,"title":"The service is in maintenance/],
    ['PUT', '/api/v2/products/7/images/1.json', /^\[\{"status":503,"message":"The service is in maintenance/],
    [
      'DELETE',
      '/stores/x/v2/products/7/images.xml',
      /<errors><error><status>503<\/status><message>The service is in ma/,
    ],
    ['PATCH', '/api/products/x/images/shop', /^\{"data":null,"errors":\[\{"errorCode":"service-in-maintenance"/],
    ['PATCH', '/v1/products/7/images', /"title":"The service is in maintenance","status":503/],
    ['DELETE', '/v1.3/media/1/', /"code":"service_in_maintenance"/],
    ['POST', '/auth', /"code":"service_in_maintenance"/],
  ])('answers %s %s with 503 in the form of its API, whoever asks', async (method, path, form) => {
    const response = await ask(method, path);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '60']);
    expect(await response.text()).toMatch(form);
  });

  it('shows lists and pictures', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const list = await ask('GET', `/stores/${store.hash}/v3/catalog/products/7/images`, {
      'X-Auth-Token': store.token,
    });
    expect(list.status).toBe(200);
    const operator = { Authorization: 'Bearer operator-of-the-tests' };
    expect((await ask('POST', '/operator/sweep', operator)).status).toBe(503);
  });

  it('sweeps nothing, purges nothing and wakes nobody', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await env.DB.prepare(`INSERT INTO dropped_keys (kind, key, dropped_at) VALUES ('object', 'rests', 1)`).run();
    await worker.scheduled(createScheduledController({ cron: '17 3 * * *' }), resting);
    expect(log).not.toHaveBeenCalled();
    const kept = await env.DB.prepare(`DELETE FROM dropped_keys WHERE key = 'rests' RETURNING key`).all();
    expect(kept.results).toHaveLength(1);
  });
});
