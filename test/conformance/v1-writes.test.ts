import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct } from '../support/v1.ts';
import { putVariants as put } from '../support/v1-writes.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

async function withImage(): Promise<TestStore> {
  const store = await newStore();
  await createImage(store, 7, TINY_PNG);
  return store;
}

const variantsOf = async (store: TestStore): Promise<readonly string[]> =>
  (await readProduct(store, 7)).variants.map(({ variant }) => variant);

describe('a write', () => {
  it('takes effect by number and by GUID [V1-7]', async () => {
    const store = await withImage();
    const { guid } = await readProduct(store, 7);
    expect((await put(store)).status).toBe(200);
    const json = { variants: [{ variant: 'b', imageId: 1 }] };
    expect((await put(store, { json }, `/products/${guid}/variants`)).status).toBe(200);
    expect(await variantsOf(store)).toEqual(['a', 'b']);
  });

  it('is 403 to a token for reading, and names the scope that it takes [V1-2]', async () => {
    const store = await withImage();
    const response = await put(store, { token: store.readToken });
    expect(response.status).toBe(403);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ type: `${ORIGIN}/docs/errors#scope-missing`, scope: 'write' });
    expect(problem.detail).toContain('"write"');
    expect(await variantsOf(store)).toEqual([]);
  });

  it('changes nothing of another store, nor by a token of other APIs [V1-20, REQ-9, IMG-20]', async () => {
    const [store, other] = [await withImage(), await newStore()];
    await put(store, { token: other.token });
    await addToken(store.id, `v3-${store.hash}`, 'write', { apis: ['v3'] });
    expect((await put(store, { token: `v3-${store.hash}` })).status).toBe(403);
    expect(await variantsOf(store)).toEqual([]);
  });

  it('is 412 with the current version where If-Match names another, and 200 where it names it [V1-10, REQ-6]', async () => {
    const store = await withImage();
    for (const etag of ['"v-2.1"', '"v-1.2"', 'W/"v-1.1"', '"1"']) {
      const refused = await put(store, { headers: { 'If-Match': etag } });
      expect([etag, refused.status]).toEqual([etag, 412]);
      expect(await problemOf(refused)).toMatchObject({
        type: `${ORIGIN}/docs/errors#version-mismatch`,
        currentVersion: 1,
      });
    }
    expect(await variantsOf(store)).toEqual([]);
    expect((await put(store, { headers: { 'If-Match': '"v-1.1"' } })).status).toBe(200);
    expect(await variantsOf(store)).toEqual(['a']);
  });

  it('is done once for an Idempotency-Key [V1-10, REQ-1, REQ-2]', async () => {
    const store = await withImage();
    const headers = { 'Idempotency-Key': 'once' };
    const first = await put(store, { headers });
    const again = await put(store, { headers });
    expect([first.status, first.headers.get('Idempotency-Replayed')]).toEqual([200, null]);
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const other = await put(store, { headers, json: { variants: [{ variant: 'a', imageId: null }] } });
    expect([other.status, (await problemOf(other)).type]).toEqual([422, `${ORIGIN}/docs/errors#key-reused`]);
    const wrong = await put(store, { headers: { 'Idempotency-Key': 'a b' } });
    expect(wrong.status).toBe(400);
    expect((await problemOf(wrong)).errors).toMatchObject([{ header: 'Idempotency-Key' }]);
  });

  it('names unknown and wrong fields by their pointers, and changes nothing [V1-8]', async () => {
    const store = await withImage();
    const json = { variants: [{ variant: 'a', imageId: 1, alt: 'x' }, { variant: 5 }], more: {} };
    const response = await put(store, { json });
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem.type).toBe(`${ORIGIN}/docs/errors#body-invalid`);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual([
      '/variants/0/alt',
      '/variants/1/variant',
      '/variants/1/imageId',
      '/more',
    ]);
    expect(await variantsOf(store)).toEqual([]);
  });

  it('refuses unknown parameters [V1-8]', async () => {
    const store = await withImage();
    const response = await put(store, {}, '/products/7/variants?dryRun=true');
    expect((await problemOf(response)).errors).toEqual([
      { parameter: 'dryRun', detail: 'There is no such parameter.' },
    ]);
    expect(await variantsOf(store)).toEqual([]);
  });

  it.each(['', '{', 'null,'])('is 400 where its body is "%s" [V1-8]', async (body) => {
    const store = await withImage();
    const headers = { Authorization: `Bearer ${store.token}` };
    const request = new Request(`${ORIGIN}/v1/products/7/variants`, { method: 'PUT', headers, body });
    const response = await exports.default.fetch(request);
    expect([response.status, (await problemOf(response)).type]).toEqual([400, `${ORIGIN}/docs/errors#body-not-json`]);
  });

  it('leaves no product where it finds nothing to change [V1-16, IMG-21]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const json = { variants: [{ variant: 'a', imageId: null }] };
    expect((await put(store, { json }, `/products/${guid}/variants`)).status).toBe(200);
    expect((await put(store, {}, `/products/${guid}/variants`)).status).toBe(404);
    expect(await readProduct(store, guid)).toMatchObject({ id: null, version: 0 });
  });
});
