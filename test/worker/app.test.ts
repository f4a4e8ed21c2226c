import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { newStore } from '../support/stores.ts';
import { ORIGIN } from '../support/v3.ts';

/** A body of many chunks, of which each is made only when somebody reads it. */
function upload(chunks: number): { readonly body: ReadableStream<Uint8Array>; readonly read: () => number } {
  let read = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller): void {
        if (read === chunks) return controller.close();
        read += 1;
        controller.enqueue(new Uint8Array(1_000));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read: () => read };
}

describe('an upload that is refused before its body is read', () => {
  it.each([
    [401, '/stores/shop1/v3/catalog/products/7/images', {}],
    [404, '/nowhere', {}],
    [401, '/api/products/x/images/shop', { 'Shoptet-Private-API-Token': 'unknown' }],
  ])('is heard out before it is answered %i, so that its sender hears the answer', async (status, path, headers) => {
    const { body, read } = upload(40);
    const request = new Request(`${ORIGIN}${path}`, { method: 'POST', body, headers });
    const response = await createApp().fetch(request, env);
    expect([response.status, read()]).toEqual([status, 40]);
  });

  it('is heard out also where its token may only read', async () => {
    const store = await newStore();
    const { body, read } = upload(40);
    const headers = { 'X-Auth-Token': store.readToken };
    const url = `${ORIGIN}/stores/${store.hash}/v3/catalog/products/7/images`;
    const response = await createApp().fetch(new Request(url, { method: 'POST', body, headers }), env);
    expect([response.status, read()]).toEqual([403, 40]);
  });
});
