import { imageSize } from 'image-size';
import { beforeEach, describe, expect, it } from 'vitest';
import { signUrl } from '../../client/src/sign-url.ts';
import { forgetUrlKeys } from '../../src/delivery/url-keys.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, v1 } from '../support/v1.ts';
import { createImage } from '../support/v3.ts';

const HOUR_S = 3600;

beforeEach(forgetUrlKeys);

async function withCup(): Promise<{ store: TestStore; url: string }> {
  const store = await newStore();
  const { url_tiny: url } = await createImage(store, 7, sample('cup-landscape.jpg'));
  return { store, url };
}

const sign = (store: TestStore, urls: readonly object[], expiresIn = HOUR_S): Promise<Response> =>
  v1(store, 'POST', '/sign', { json: { urls, expiresIn } });

async function signed(store: TestStore, given: object): Promise<string> {
  const response = await sign(store, [given]);
  expect(response.status).toBe(200);
  const { urls } = await response.json<{ urls: string[] }>();
  return urls[0] ?? '';
}

async function pixelsOf(url: string): Promise<readonly [number, number]> {
  const response = await getPicture(url);
  expect(response.status).toBe(200);
  const { width, height } = imageSize(new Uint8Array(await response.arrayBuffer()));
  return [width, height];
}

interface Key {
  readonly id: string;
  readonly secret: string;
}

async function newKey(store: TestStore): Promise<Key> {
  const response = await v1(store, 'POST', '/signing-keys', { json: { label: 'storefront' } });
  expect(response.status).toBe(201);
  return await response.json<Key>();
}

const inAnHour = (): number => Math.floor(Date.now() / 1000) + HOUR_S;

describe('POST /v1/sign', () => {
  it.each<[object, readonly [number, number]]>([
    [{ width: 123 }, [123, 82]],
    [{ width: 90, height: 30 }, [45, 30]],
    [{ width: 90, height: 30, fit: 'cover' }, [90, 30]],
    [{ width: 90, height: 30, fit: 'pad', background: '#102030' }, [90, 30]],
    [{ width: 90, height: 30, fit: 'pad' }, [90, 30]],
    [{}, [44, 29]],
    [{ original: true }, [600, 400]],
  ])('opens %o [V1-73]', async (options, size) => {
    const { store, url } = await withCup();
    expect(await pixelsOf(await signed(store, { url, ...options }))).toEqual(size);
  });

  it('signs many at once, in their order, until a time that it names [V1-73]', async () => {
    const { store, url } = await withCup();
    const widths = Array.from({ length: 250 }, (_, index) => 300 + index);
    const response = await sign(
      store,
      widths.map((width) => ({ url, width })),
    );
    const { urls, expiresAt } = await response.json<{ urls: string[]; expiresAt: string }>();
    expect(urls.map((each) => Number(/\.(\d+)\.0\.jpg/.exec(each)?.[1]))).toEqual(widths);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - HOUR_S * 1000)).toBeLessThan(5_000);
    expect(new URL(urls[0] ?? '').searchParams.get('e')).toBe(String(Date.parse(expiresAt) / 1000));
  });

  it('makes a URL that stores a file, where that is asked for [V1-73, DEL-18]', async () => {
    const { store, url } = await withCup();
    const response = await getPicture(await signed(store, { url, width: 99, download: true }));
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="shoe\.jpg"/);
  });

  it('signs no picture of another store, and nothing else [V1-73, V1-20]', async () => {
    const { store, url } = await withCup();
    const other = await newStore();
    for (const given of [url, 'http://vitrine.test/', 'no URL', url.replace(/\?.*/, '/x')]) {
      const response = await sign(given === url ? other : store, [{ url: given }]);
      expect(response.status).toBe(422);
      expect((await problemOf(response)).errors?.map(({ pointer }) => pointer)).toEqual(['/urls/0/url']);
    }
  });

  it.each([
    [{ height: 10 }, '/urls/0/height'],
    [{ width: 10, fit: 'cover' }, '/urls/0/fit'],
    [{ width: 10, original: true }, '/urls/0/original'],
    [{ width: 12_001 }, '/urls/0/width'],
    [{ width: 10, height: 10, background: '#ffffff' }, '/urls/0/background'],
  ])('refuses %o by its pointer [V1-73, V1-8]', async (options, pointer) => {
    const { store, url } = await withCup();
    const response = await sign(store, [{ url, ...options }]);
    expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, pointer]);
  });
});

describe('a signed URL', () => {
  it('is kept no longer than it is valid [DEL-6]', async () => {
    const { store, url } = await withCup();
    const [short, long] = await Promise.all(
      [HOUR_S, 365 * 24 * HOUR_S].map(async (expiresIn) => {
        const { urls } = await (await sign(store, [{ url, width: 99 }], expiresIn)).json<{ urls: string[] }>();
        return (await getPicture(urls[0] ?? '')).headers.get('Cache-Control') ?? '';
      }),
    );
    const seconds = Number(/max-age=(\d+)/.exec(short ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(HOUR_S - 10);
    expect(seconds).toBeLessThanOrEqual(HOUR_S);
    expect(Number(/max-age=(\d+)/.exec(long ?? '')?.[1])).toBeLessThanOrEqual(365 * 24 * HOUR_S);
  });
});

describe('a store’s own key', () => {
  it('signs by itself what the service opens, at once [V1-74, V1-75]', async () => {
    const { store, url } = await withCup();
    const key = await newKey(store);
    for (const [size, pixels] of [
      [{ width: 123 }, [123, 82]],
      [{ width: 90, height: 30, fit: 'cover' }, [90, 30]],
      [{ width: 90, height: 30, fit: 'pad', background: '#102030' }, [90, 30]],
      [{ original: true }, [600, 400]],
    ] as const) {
      expect(await pixelsOf(await signUrl(url, { key, expiresAtS: inAnHour(), ...size }))).toEqual(pixels);
    }
  });

  it('opens nothing of another store, and nothing once it was revoked [V1-74, V1-20]', async () => {
    const [{ store, url }, other] = [await withCup(), await withCup()];
    const key = await newKey(store);
    const own = await signUrl(url, { key, expiresAtS: inAnHour(), width: 123 });
    const foreign = await signUrl(other.url, { key, expiresAtS: inAnHour(), width: 123 });
    expect((await getPicture(foreign)).status).toBe(403);
    expect((await getPicture(own)).status).toBe(200);
    expect((await v1(other.store, 'DELETE', `/signing-keys/${key.id}`)).status).toBe(404);
    expect((await getPicture(own)).status).toBe(200);
    expect((await v1(store, 'DELETE', `/signing-keys/${key.id}`)).status).toBe(204);
    expect((await v1(store, 'DELETE', `/signing-keys/${key.id}`)).status).toBe(404);
    forgetUrlKeys();
    expect((await getPicture(own)).status).toBe(403);
  });

  it('is remembered for a minute, so that a hot picture asks no database [V1-74]', async () => {
    const { store, url } = await withCup();
    const own = await signUrl(url, { key: await newKey(store), expiresAtS: inAnHour(), width: 123 });
    await getPicture(own);
    expect((await getPicture(own)).headers.get('Server-Timing')).toContain('d1;desc="0 round trips');
  });

  it('shows its secret once, and again only for its Idempotency-Key [V1-74]', async () => {
    const store = await newStore();
    const init = { json: { label: 'storefront' }, headers: { 'Idempotency-Key': 'key-1' } };
    const first = await (await v1(store, 'POST', '/signing-keys', init)).json<Key>();
    const again = await v1(store, 'POST', '/signing-keys', init);
    expect([again.headers.get('Idempotency-Replayed'), await again.json()]).toEqual(['true', first]);
    const { items: keys } = await (await v1(store, 'GET', '/signing-keys')).json<{ items: object[] }>();
    expect(keys).toEqual([{ id: first.id, label: 'storefront', createdAt: expect.any(String) }]);
    expect(first.secret).toMatch(/^[\w-]{43}$/);
  });

  it('is one of 20 at most [V1-74]', async () => {
    const store = await newStore();
    for (let count = 0; count < 20; count += 1) await newKey(store);
    const response = await v1(store, 'POST', '/signing-keys', { json: { label: 'one more' } });
    expect([response.status, (await problemOf(response)).type]).toEqual([
      409,
      expect.stringMatching(/#too-many-signing-keys$/),
    ]);
  });

  it('is for tokens that may write: one that reads is told so [V1-2, V1-74]', async () => {
    const store = await newStore();
    const key = await newKey(store);
    for (const [method, path] of [
      ['GET', '/signing-keys'],
      ['DELETE', `/signing-keys/${key.id}`],
    ] as const) {
      expect((await v1(store, method, path, { token: store.readToken })).status).toBe(403);
    }
  });
});
