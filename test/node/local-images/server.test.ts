import { afterAll, expect, it } from 'vitest';
import { JobQueue } from '../../../scripts/local-images/job-queue.ts';
import { startLocalImages } from '../../../scripts/local-images/server.ts';
import { decode, quarters } from './pictures.ts';

const images = await startLocalImages();
afterAll(() => images.close());

const source = await quarters(40, 20).png().toBuffer();

async function post(transforms: unknown, output: unknown, body: Uint8Array = source): Promise<Response> {
  const url = new URL(images.url);
  url.searchParams.set('transforms', typeof transforms === 'string' ? transforms : JSON.stringify(transforms));
  url.searchParams.set('output', JSON.stringify(output));
  return await fetch(url, { method: 'POST', body: new Uint8Array(body) });
}

it('makes pictures on loopback, under a path that cannot be guessed', async () => {
  expect(images.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
  const response = await post([{ width: 20 }], { format: 'image/webp', quality: 50 });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/webp']);
  const { width, height } = await decode(await response.bytes());
  expect([width, height]).toEqual([20, 10]);
});

it('closes no connection that the runtime may send its next request on', async () => {
  const response = await post([], { format: 'image/webp' });
  // A server that closes connections by itself says after how long.
  expect(response.headers.get('Keep-Alive')).toBeNull();
});

it('is nothing under any other path, and to any other method', async () => {
  expect((await fetch(new URL('/', images.url), { method: 'POST' })).status).toBe(404);
  expect((await fetch(images.url)).status).toBe(404);
});

it.each<[string, unknown, unknown, Uint8Array, unknown]>([
  ['no picture', [], { format: 'image/png' }, Buffer.from('text'), { code: 9412 }],
  ['an unknown option', [{ blur: 1 }], { format: 'image/png' }, source, { code: 9401 }],
  ['no transformations', null, { format: 'image/png' }, source, { code: 9401 }],
  ['more bytes than the hosted service takes', [], { format: 'image/png' }, new Uint8Array(21_000_001), { code: 9413 }],
])('answers %s with its code', async (_what, transforms, output, body, expected) => {
  const response = await post(transforms, output, body);
  expect([response.status, await response.json()]).toEqual([422, expected]);
});

it('answers 400 to what is not JSON, and goes on', async () => {
  expect((await post('{', { format: 'image/png' })).status).toBe(400);
  expect((await post([], { format: 'image/png' })).status).toBe(200);
});

it('runs as many jobs at a time as it may, in the order in which they came, also after one has failed', async () => {
  const queue = new JobQueue(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const jobs = [0, 1, 2, 3].map((id) =>
    queue.run(async () => {
      begun.push(id);
      await new Promise<void>((end) => ends.push(end));
      if (id === 0) throw new Error('broken');
      return id;
    }),
  );
  const [first] = await Promise.allSettled([jobs[0], Promise.resolve().then(() => ends[0]?.())]);
  expect(first.status).toBe('rejected');
  expect(begun).toEqual([0, 1, 2]);
  ends[1]?.();
  await jobs[1];
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const end of ends) end();
  expect(await Promise.all(jobs.slice(1))).toEqual([1, 2, 3]);
});
