import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { finishJob } from '../support/shoptet.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { fileForm } from '../support/uploads.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

const post = (store: TestStore, product: string, body: BodyInit, key: string): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}/v1/products/${product}/images`, {
    method: 'POST',
    body,
    headers: { Authorization: `Bearer ${store.token}`, 'Idempotency-Key': key },
  });

describe('a repeat by its Idempotency-Key', () => {
  it('of a form with a file that is too large has the first answer, however its bytes come [V1-105]', async () => {
    const store = await newStore();
    const large = new File([new Uint8Array(9 * 1024 * 1024).fill(7)], 'large.png');
    const form = fileForm(sample('swatch-tiny.png'));
    form.append('file', large);
    const encoded = new Response(form);
    const bytes = new Uint8Array(await encoded.arrayBuffer());
    const type = encoded.headers.get('Content-Type') ?? '';
    const send = async (chunkBytes: number): Promise<readonly [number, unknown]> => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += chunkBytes) controller.enqueue(bytes.subarray(at, at + chunkBytes));
          controller.close();
        },
      });
      const headers = { Authorization: `Bearer ${store.token}`, 'Idempotency-Key': 'large', 'Content-Type': type };
      const request = new Request(`${ORIGIN}/v1/products/7/images`, { method: 'POST', body, headers });
      const response = await exports.default.fetch(request);
      const { results = [] } = await response.json<{ results?: { status: number }[] }>();
      return [response.status, results.map(({ status }) => status)];
    };
    for (const chunkBytes of [bytes.length, 100_003, 65_536]) expect(await send(chunkBytes)).toEqual([200, [201, 422]]);
    expect((await readProduct(store, 7)).imageCount).toBe(1);
  });

  it('to a product that nobody has seen leaves no bytes of the repeats [V1-105]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post(store, guid, fileForm(sample('swatch-tiny.png')), 'new')),
    );
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect((await readProduct(store, guid)).imageCount).toBe(1);
    const { objects } = await env.BUCKET.list({ prefix: `originals/${store.hash}/` });
    expect(objects).toHaveLength(1);
  });

  it('of a job is answered although the job itself has changed the version [V1-107]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const defer = (key: string): Promise<Response> =>
      v1(store, 'POST', '/products/7/images', {
        json: { images: [{ mediaId: 1 }] },
        headers: { Prefer: 'respond-async', 'If-Match': '"v-1.1"', 'Idempotency-Key': key },
      });
    const first = await defer('job');
    const { jobId } = await first.json<{ jobId: string }>();
    await finishJob(jobId, 1);
    expect((await readProduct(store, 7)).version).toBe(2);
    const again = await defer('job');
    expect([first.status, again.status, again.headers.get('Idempotency-Replayed')]).toEqual([202, 202, 'true']);
    const other = await defer('another');
    expect(await problemOf(other)).toMatchObject({ status: 412, currentVersion: 2 });
  });

  it('shows a token, a key and a secret to the caller that made it alone [V1-87]', async () => {
    const store = await newStore();
    await addToken(store.id, `v1-${store.hash}`, 'admin', { apis: ['v1'] });
    const headers = { 'Idempotency-Key': 'secret' };
    for (const [path, json] of [
      ['/tokens', { label: 'x', scope: 'admin' }],
      ['/signing-keys', { label: 'x' }],
      ['/webhooks', { url: 'http://pictures.test:8080/hook', events: ['*'] }],
    ] as const) {
      const [mine, others] = [
        await v1(store, 'POST', path, { json, headers }),
        await v1(store, 'POST', path, { json, headers, token: `v1-${store.hash}` }),
      ];
      expect([mine.status, others.status, others.headers.get('Idempotency-Replayed')]).toEqual([201, 201, null]);
      const [a, b] = [await mine.json<{ id: unknown }>(), await others.json<{ id: unknown }>()];
      expect(b.id).not.toEqual(a.id);
    }
  });
});

it('a name that could pretend to be others in a terminal is refused [V1-8]', async () => {
  const store = await newStore();
  for (const [method, path, json, pointer] of [
    ['POST', '/tokens', { label: 'a\u001b[31m', scope: 'read' }, '/label'],
    ['POST', '/signing-keys', { label: 'a\nb' }, '/label'],
    ['PATCH', '/store', { name: 'a\r\nb' }, '/name'],
  ] as const) {
    const response = await v1(store, method, path, { json });
    expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, pointer]);
  }
});

it('counting what a store uses is work for those who were let in [V1-90]', async () => {
  const store = await newStore();
  await v1(store, 'GET', '/products/7');
  const response = await v1(store, 'GET', '/store', { token: 'nobody' });
  expect(response.status).toBe(401);
  expect(response.headers.get('Server-Timing')).toContain('0 rows written');
});
