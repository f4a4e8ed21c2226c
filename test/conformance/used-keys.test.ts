import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { fileForm } from '../support/uploads.ts';
import { v1, v1Request } from '../support/v1.ts';
import { imageForm, v3 } from '../support/v3.ts';

const NO_PICTURE = new TextEncoder().encode('no picture');

const originalsOf = async (store: TestStore): Promise<number> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;

/** Sends a form to /v1. */
async function postForm(store: TestStore, path: string, form: FormData, headers: Record<string, string>) {
  const { headers: own } = v1Request(store, 'POST', path, { headers });
  return await exports.default.fetch(
    new Request(v1Request(store, 'POST', path).url, { method: 'POST', body: form, headers: own }),
  );
}

const idOf = async (store: TestStore, guid: string): Promise<number | null> =>
  (await (await v1(store, 'GET', `/products/${guid}`)).json<{ id: number | null }>()).id;

describe('an Idempotency-Key that was used', () => {
  const headers = { 'Idempotency-Key': 'k' };

  it('is what a request with other bytes hears of, whatever is wrong with these [REQ-2]', async () => {
    const store = await newStore();
    const post = (bytes: Uint8Array) =>
      v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(bytes), headers });
    expect((await post(TINY_PNG)).status).toBe(200);
    const reused = await post(NO_PICTURE);
    expect([reused.status, await reused.text()]).toEqual([422, expect.stringMatching(/Idempotency-Key/)]);
    const v2 = await v3(store, 'POST', '/catalog/products/8/images', { body: imageForm(NO_PICTURE), headers });
    expect([v2.status, await v2.text()]).toEqual([422, expect.not.stringMatching(/Idempotency-Key/)]);
    // A request that failed leaves its key free.
    const good = await v3(store, 'POST', '/catalog/products/8/images', { body: imageForm(TINY_PNG), headers });
    expect(good.status).toBe(200);
  });

  it('is answered as before also where the media that it showed is gone [REQ-1]', async () => {
    const store = await newStore();
    const place = () => v1(store, 'POST', '/products/8/images', { json: { images: [{ mediaId: 1 }] }, headers });
    await postForm(store, '/media', fileForm(), {});
    const first = await place();
    expect(first.status).toBe(200);
    const { results } = await first.json<{ results: { image: { id: number } }[] }>();
    expect((await v1(store, 'DELETE', `/products/8/images/${results[0]?.image.id}`)).status).toBe(200);
    await env.DB.prepare('DELETE FROM media WHERE store_id = ?').bind(store.id).run();
    const again = await place();
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
  });

  it('keeps one original of a URL for a product that nobody knew, however many come at once [REQ-3, IMG-5]', async () => {
    const store = await newStore();
    serveRemote({ '/a.png': () => new Response(TINY_PNG) });
    const json = { images: [{ url: `${REMOTE}/a.png` }] };
    const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => v1(store, 'POST', `/products/${guid}/images`, { json, headers })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await originalsOf(store)).toBe(1);
  });
});

describe('a request that is refused', () => {
  it('for its Idempotency-Key leaves no file of its form behind [IMG-5]', async () => {
    const store = await newStore();
    for (const key of ['a b', 'x'.repeat(256)]) {
      const response = await postForm(store, '/products/7/images', fileForm(), { 'Idempotency-Key': key });
      expect(response.status).toBe(400);
    }
    expect(await originalsOf(store)).toBe(0);
  });

  it('for its If-Match leaves neither a product nor a file behind [IMG-21, REQ-6]', async () => {
    const store = await newStore();
    const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3302';
    const conditions = { 'If-Match': '"v5.1"', 'Idempotency-Key': 'k' };
    const form = await postForm(store, `/products/${guid}/images`, fileForm(), conditions);
    const later = await v1(store, 'POST', `/products/${guid}/images`, {
      json: { images: [{ url: `${REMOTE}/a.png` }] },
      headers: { ...conditions, Prefer: 'respond-async' },
    });
    const variants = await v1(store, 'PUT', `/products/${guid}/variants`, {
      json: { variants: [{ variant: 'a', imageId: null }] },
      headers: conditions,
    });
    expect([form.status, later.status, variants.status]).toEqual([412, 412, 412]);
    expect([await idOf(store, guid), await originalsOf(store)]).toEqual([null, 0]);
  });
});
