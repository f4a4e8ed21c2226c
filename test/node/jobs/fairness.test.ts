import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PictureHost, startPictureHost } from '../../../scripts/picture-host/server.ts';
import { ITEMS_PER_HOST } from '../../../src/jobs/limits.ts';
import { type RunningService, startService } from '../support/service.ts';
import { startWebhookHost, type WebhookHost } from '../support/webhook-host.ts';

let pictures: PictureHost;
let hooks: WebhookHost;
let service: RunningService;

beforeAll(async () => {
  pictures = await startPictureHost({ port: 0 });
  hooks = await startWebhookHost();
  service = await startService({ INGEST_ALLOWED_HOSTS: `${pictures.host},${hooks.host}` });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await hooks.close();
  await pictures.close();
});

/** Creates a store with the operator's tool and returns its token. */
async function createStore(hash: string): Promise<string> {
  const env = { ...process.env, STATE_DIR: service.stateDir, PORT: new URL(service.origin).port };
  const operator = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['scripts/operator.ts', ...args], { env })).stdout;
  await operator('store', 'create', hash);
  return (await operator('token', 'create', hash)).split('\n')[1] ?? '';
}

async function post(token: string, path: string, data: unknown): Promise<number> {
  const headers = { 'Shoptet-Private-API-Token': token, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ data });
  return (await fetch(`${service.origin}/api${path}`, { method: 'POST', headers, body })).status;
}

const addImages = (token: string, sourceUrl: string, count: number): Promise<number> =>
  post(token, `/products/${crypto.randomUUID()}/images/shop`, {
    images: Array.from({ length: count }, () => ({ sourceUrl })),
  });

it('a store whose hundreds of sources never answer does not hold up the jobs and webhooks of another', async () => {
  const [slow, quick] = [await createStore('slow'), await createStore('quick')];
  for (let n = 0; n < 5; n += 1) expect(await addImages(slow, `http://${pictures.host}/broken/silent`, 100)).toBe(202);
  expect(await post(quick, '/webhooks', [{ event: 'job:finished', url: `http://${hooks.host}/` }])).toBe(201);
  const beganAtMs = Date.now();
  for (let n = 0; n < 3; n += 1) expect(await addImages(quick, `http://${pictures.host}/tiny.png`, 20)).toBe(202);
  for (let n = 0; n < 3; n += 1) expect(JSON.parse((await hooks.next()).body)).toMatchObject({ event: 'job:finished' });
  console.log(`60 images of one store in ${Date.now() - beganAtMs} ms, beside 500 of another whose host is silent`);
  // None of the slow store's fetches has ended yet: each takes 20 seconds, and no more are sent to one host at a time.
  expect(pictures.seen.filter(({ path }) => path === '/broken/silent')).toHaveLength(ITEMS_PER_HOST);
});
