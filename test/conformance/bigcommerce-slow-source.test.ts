import { afterEach, describe, expect, it, vi } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore } from '../support/stores.ts';
import { listImages, v3 } from '../support/v3.ts';

describe('a client that gives up after 7 seconds', () => {
  afterEach(() => vi.useRealTimers());

  it.each([
    ['the answer does not begin', () => new Promise<Response>(() => undefined)],
    ['the body does not end', () => new Response(new ReadableStream({ start: (body) => body.enqueue(TINY_PNG) }))],
  ])('has its answer before, also where %s [BC-19, IMG-10]', async (_what, answer) => {
    const store = await newStore();
    const asked = Promise.withResolvers<void>();
    serveRemote({
      '/slow.png': () => {
        asked.resolve();
        return answer();
      },
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const response = v3(store, 'POST', '/catalog/products/7/images', { json: { image_url: `${REMOTE}/slow.png` } });
    await asked.promise;
    await vi.advanceTimersByTimeAsync(6_999);
    expect((await response).status).toBe(400);
    vi.useRealTimers();
    expect(await listImages(store, 7)).toEqual([]);
  });
});
