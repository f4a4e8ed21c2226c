import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { v1Request } from '../support/v1.ts';
import { imageForm, ORIGIN } from '../support/v3.ts';
import { createWebhook } from '../support/webhooks.ts';

/** Sends a request, and returns the stores whose runners it has woken, with its status. */
async function wokenBy(request: Request): Promise<{ readonly status: number; readonly woken: readonly string[] }> {
  const woken: string[] = [];
  const runners: Pick<Cloudflare.Env['STORE_RUNNERS'], 'getByName'> = {
    getByName: (name) => Object.assign(Object.create(null), { wake: () => Promise.resolve(void woken.push(name)) }),
  };
  const STORE_RUNNERS = Object.assign(Object.create(env.STORE_RUNNERS), runners);
  const { status } = await createApp().fetch(request, { ...env, STORE_RUNNERS });
  return { status, woken };
}

const createImage = (store: TestStore, token = store.token): Request =>
  new Request(`${ORIGIN}/stores/${store.hash}/v3/catalog/products/7/images`, {
    method: 'POST',
    headers: { 'X-Auth-Token': token },
    body: imageForm(TINY_PNG),
  });

it('a write of any API wakes the runner of a store that has webhooks, and nothing else does [V1-49]', async () => {
  const store = await newStore();
  expect(await wokenBy(createImage(store))).toEqual({ status: 200, woken: [] });
  const { id } = await createWebhook(store);
  const own = [String(store.id)];
  expect(await wokenBy(createImage(store))).toEqual({ status: 200, woken: own });
  const headers = { Authorization: `Bearer ${store.token}` };
  const undo = v1Request(store, 'POST', '/products/7/undo', { json: { toVersion: 1 } });
  expect(await wokenBy(undo)).toEqual({ status: 200, woken: own });
  expect(await wokenBy(createImage(store, store.readToken))).toEqual({ status: 403, woken: [] });
  expect(await wokenBy(new Request(`${ORIGIN}/v1/products/7`, { headers }))).toEqual({ status: 200, woken: [] });
  const set = (status: string) => wokenBy(v1Request(store, 'PATCH', `/webhooks/${id}`, { json: { status } }));
  await set('disabled');
  expect(await wokenBy(createImage(store))).toEqual({ status: 200, woken: [] });
  expect(await set('active')).toEqual({ status: 200, woken: own });
});
