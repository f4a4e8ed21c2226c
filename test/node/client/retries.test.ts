import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { Vitrine, VitrineProblem } from 'vitrine-client';
import { type FailingProxy, startFailingProxy } from '../support/failing-proxy.ts';

let proxy: FailingProxy;
let vitrine: Vitrine;

beforeAll(async () => {
  proxy = await startFailingProxy(inject('origin'));
  vitrine = new Vitrine({ url: proxy.url, token: 'demo-token' });
});

beforeEach(() => {
  proxy.passed.length = 0;
});

afterAll(async () => {
  await proxy.close();
});

const cup = async (): Promise<readonly [{ readonly file: Blob }]> => [
  { file: await openAsBlob('samples/cup-landscape.jpg') },
];
const keys = (): ReadonlySet<unknown> => new Set(proxy.passed.map(({ headers }) => headers['idempotency-key']));
const problem = (word: string, status: number) => ({
  status,
  headers: { 'Content-Type': 'application/problem+json' },
  body: JSON.stringify({
    type: `https://vitrine.test/docs/errors#${word}`,
    title: '',
    status,
    detail: 'So it is.',
    requestId: 'r',
  }),
});

it('repeats a write with its key until it is there, and it is there once [CLI-4, CLI-5]', async () => {
  proxy.fail('cut-request', { status: 503, headers: { 'Retry-After': '0' } }, 'cut-answer');
  const { version, results } = await vitrine.images.create(82_001, await cup());
  expect([version, results.length, results[0]?.status]).toEqual([1, 1, 201]);
  expect(proxy.passed).toHaveLength(4);
  expect(keys().size).toBe(1);
  expect((await vitrine.products.get(82_001)).images).toHaveLength(1);
});

it('carries the key that it is given, and another one with each call without [CLI-4]', async () => {
  const [images, idempotencyKey] = [await cup(), 'of-the-caller'];
  await vitrine.images.update(82_001, [{ id: (await vitrine.products.get(82_001)).images[0]?.id ?? 0, alt: 'A' }], {
    idempotencyKey,
  });
  expect(proxy.passed.at(-1)?.headers['idempotency-key']).toBe('of-the-caller');
  proxy.passed.length = 0;
  await vitrine.images.create(82_002, images);
  await vitrine.images.create(82_002, images);
  expect(keys().size).toBe(2);
  expect([...keys()].every((key) => typeof key === 'string' && key.length >= 32)).toBe(true);
});

it.each([
  ['408', { status: 408 }],
  ['429', { status: 429, headers: { 'Retry-After': '0' } }],
  ['500', problem('internal-error', 500)],
  ['502 of a proxy', { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad gateway</h1>' }],
  ['a command that is under way', problem('operation-in-progress', 409)],
])('repeats after %s [CLI-5]', async (_name, failure) => {
  proxy.fail(failure);
  expect((await vitrine.store.get()).hash).toBe('demo');
  expect(proxy.passed).toHaveLength(2);
});

it.each([
  ['another conflict', problem('order-mismatch', 409), 'order-mismatch'],
  ['what it has done wrong', problem('body-invalid', 422), 'body-invalid'],
  [
    'a wait of an hour',
    {
      ...problem('quota-exceeded', 429),
      headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '3600' },
    },
    'quota-exceeded',
  ],
  [
    'a page of a proxy',
    { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<h1>Not here</h1>' },
    'unreadable',
  ],
])('does not repeat after %s [CLI-5, CLI-10]', async (_name, failure, word) => {
  proxy.fail(failure);
  const thrown: unknown = await vitrine.store.get().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(VitrineProblem);
  expect(thrown).toMatchObject({ word, status: failure.status });
  expect(proxy.passed).toHaveLength(1);
});

it('waits as long as the service says, and gives up after its repeats [CLI-5]', async () => {
  const patient = new Vitrine({ url: proxy.url, token: 'demo-token', retries: 1 });
  proxy.fail({ status: 503, headers: { 'Retry-After': '1' } }, problem('busy', 503));
  const beganAtMs = Date.now();
  await expect(patient.store.get()).rejects.toMatchObject({ word: 'busy' });
  expect(Date.now() - beganAtMs).toBeGreaterThanOrEqual(990);
  expect(proxy.passed).toHaveLength(2);
});

it('sends a stream once [CLI-6]', async () => {
  const file = new Blob(['a picture']).stream();
  proxy.fail({ status: 503 });
  await expect(vitrine.images.create(82_003, [{ file }])).rejects.toMatchObject({ status: 503 });
  expect(proxy.passed).toHaveLength(1);
});

it('begins anew after an attempt that takes too long [CLI-5, CLI-7]', async () => {
  proxy.fail('hang');
  expect((await vitrine.store.get({ timeoutMs: 2000 })).hash).toBe('demo');
  expect(proxy.passed).toHaveLength(2);
});

it('ends with its signal, during an attempt and between two [CLI-7]', async () => {
  const during = new AbortController();
  proxy.fail('hang');
  const hanging = vitrine.store.get({ signal: during.signal });
  await expect.poll(() => proxy.passed.length).toBe(1);
  during.abort(new Error('enough'));
  await expect(hanging).rejects.toThrow('enough');

  const between = new AbortController();
  proxy.fail({ status: 503, headers: { 'Retry-After': '50' } });
  const waiting = vitrine.store.get({ signal: between.signal });
  await expect.poll(() => proxy.passed.length).toBe(2);
  between.abort(new Error('enough again'));
  await expect(waiting).rejects.toThrow('enough again');
  expect(proxy.passed).toHaveLength(2);
});
