import { env } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { WIDTH_LADDER } from '../../src/delivery/width-ladder.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample } from '../support/pictures.ts';
import { upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct, v1 } from '../support/v1.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

const PLAIN = { Accept: '*/*' };
const CARD = { name: 'card', width: 200, height: 300, fit: 'cover' };
const SHEET = { name: 'sheet', width: 300, height: 300, fit: 'pad', background: '#00ff00' };

const setSizes = async (store: TestStore, ...sizes: object[]): Promise<void> => {
  const response = await v1(store, 'PUT', '/sizes', { json: { sizes } });
  expect(response.status).toBe(200);
};

/** The URL of a picture in another size, such as `640.0`. */
const inSize = (url: string, size: string): string =>
  url.replace(/\.\d+\.\d+(?:\.(?:cover|pad-\w+))?(\.[a-z]+)\?/, `.${size}$1?`);

async function pixelsOf(url: string): Promise<readonly [number, number]> {
  const response = await getPicture(url, PLAIN);
  expect(response.status).toBe(200);
  const { width, height } = imageSize(new Uint8Array(await response.arrayBuffer()));
  return [width, height];
}

/** The stored renditions of a store: the last part of their keys. */
const stored = async ({ hash }: TestStore): Promise<readonly string[]> =>
  (await env.BUCKET.list({ prefix: `derived/${hash}/` })).objects.map(({ key }) => key.slice(key.lastIndexOf('/') + 1));

/** A store with a picture of 600 × 400 px on product 7, and that picture's URL. */
async function withCup(): Promise<{ store: TestStore; url: string }> {
  const store = await newStore();
  const { url_tiny: url } = await createImage(store, 7, sample('cup-landscape.jpg'));
  return { store, url };
}

describe('a size that was once offered', () => {
  it('is served for ever, made before or not, when the preset has changed ten times [DEL-12]', async () => {
    const { store, url } = await withCup();
    const shown: [string, number][] = [];
    for (let side = 50; side < 60; side += 1) {
      await setSizes(store, { name: 'tiny', width: side, height: side });
      const [image] = (await readProduct(store, 7)).images;
      shown.push([image?.urls['tiny'] ?? '', side]);
      // Half of them are made while they are offered.
      if (side % 2 === 0) await pixelsOf(image?.urls['tiny'] ?? '');
    }
    for (const [tiny, side] of shown) expect(await pixelsOf(tiny)).toEqual([side, Math.round((side * 400) / 600)]);
    expect(await pixelsOf(url)).toEqual([44, 29]);
  });

  it('goes on when it was removed, with the widths of its proportions [DEL-12]', async () => {
    const { store, url } = await withCup();
    await setSizes(store, CARD, SHEET);
    const urls = new Map(Object.entries((await readProduct(store, 7)).images[0]?.urls ?? {}));
    await setSizes(store);
    expect((await readProduct(store, 7)).images[0]?.urls).not.toHaveProperty('card');
    expect(await pixelsOf(urls.get('card') ?? '')).toEqual([200, 300]);
    expect(await pixelsOf(urls.get('sheet') ?? '')).toEqual([300, 300]);
    expect(await pixelsOf(inSize(url, '96.144.cover'))).toEqual([96, 144]);
    expect(await pixelsOf(inSize(url, '160.160.pad-00ff00'))).toEqual([160, 160]);
  });

  it('is one of this store: the sizes of another one are 403 [DEL-5]', async () => {
    const [{ url }, other] = [await withCup(), await newStore()];
    await setSizes(other, CARD);
    for (const size of ['200.300.cover', '200.300', '96.144.cover', '200.300.pad-ffffff', '221.290', '600.0', '97.0']) {
      expect((await getPicture(inSize(url, size), PLAIN)).status).toBe(403);
    }
  });
});

describe('the width ladder', () => {
  it('serves every width to everybody, never enlarged, and what is larger as one stored object [DEL-13]', async () => {
    const { store, url } = await withCup();
    for (const width of WIDTH_LADDER) {
      const shown = Math.min(600, width);
      expect(await pixelsOf(inSize(url, `${width}.0`))).toEqual([shown, Math.round((shown * 400) / 600)]);
    }
    const below = WIDTH_LADDER.filter((width) => width <= 640);
    expect((await stored(store)).toSorted()).toEqual(below.map((width) => `open-${width}.0.plain.jpg`).toSorted());
  });

  it('serves one object for all widths above what a named size can show [DEL-13]', async () => {
    const { store, url } = await withCup();
    await setSizes(store, CARD);
    for (const size of ['320.480.cover', '960.1440.cover', '2560.3840.cover']) {
      expect(await pixelsOf(inSize(url, size))).toEqual([267, 400]);
    }
    expect(await stored(store)).toEqual(['full-267.400.cover.plain.jpg']);
    // What it shows at most is no size that was offered.
    expect((await getPicture(inSize(url, '267.400.cover'), PLAIN)).status).toBe(403);
  });

  it('is the srcset of the own API, up to the picture’s own width [V1-72]', async () => {
    const { store } = await withCup();
    const srcset = (await readProduct(store, 7)).images[0]?.srcset.split(', ') ?? [];
    const widths = WIDTH_LADDER.filter((width) => width < 600);
    expect(srcset.map((candidate) => candidate.split(' ')[1])).toEqual([...widths, 600].map((width) => `${width}w`));
    for (const candidate of srcset) {
      const [src = '', descriptor = ''] = candidate.split(' ');
      expect(`${(await pixelsOf(src))[0]}w`).toBe(descriptor);
      const again = await getPicture(src, PLAIN);
      expect(again.headers.get('Server-Timing')).toContain('d1;desc="0 round trips');
    }
  });
});

describe('a picture that is missing', () => {
  it('is shown as the store’s own picture in the same size, as a 404 for a minute [DEL-17]', async () => {
    const { store, url } = await withCup();
    const { id } = await upload(store, sample('shirt-red-transparent.png'), { filename: 'none.png' });
    await env.DB.prepare('UPDATE stores SET settings = ? WHERE id = ?')
      .bind(JSON.stringify({ placeholderMediaId: id }), store.id)
      .run();
    const cut = `${ORIGIN}/s-${store.hash}/user/shop/category/99.jpg`;
    for (const missing of [url.replace('/images/1/', '/images/9/'), inSize(url.replace('/7/', '/8/'), '96.0'), cut]) {
      const response = await getPicture(missing, PLAIN);
      expect(response.status).toBe(404);
      expect(response.headers.get('Content-Type')).toBe('image/png');
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=60');
      expect(response.headers.has('ETag')).toBe(false);
    }
    for (const refused of [
      inSize(url, '97.0').replace('/images/1/', '/images/9/'),
      `${ORIGIN}/s-${store.hash}/x.jpg`,
    ]) {
      expect((await getPicture(refused, PLAIN)).headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    }
    const other = await newStore();
    const elsewhere = await getPicture(url.replace(`/s-${store.hash}/`, `/s-${other.hash}/`), PLAIN);
    expect([elsewhere.status, elsewhere.headers.get('Content-Type')]).toEqual([404, 'text/plain; charset=utf-8']);
  });
});

describe('formats', () => {
  it('are never larger than one that more clients take, as soon as that is made [DEL-15]', async () => {
    const store = await newStore();
    for (const name of ['cup-landscape.jpg', 'shirt-red-transparent.png', 'cup.xbm', 'mug-alpha.webp']) {
      const { url_thumbnail: url } = await createImage(store, 7, sample(name));
      const accepts = ['image/avif,image/webp', 'image/webp', '*/*'];
      for (const accept of accepts) await getPicture(url, { Accept: accept });
      const sizes = [];
      for (const Accept of accepts) sizes.push((await (await getPicture(url, { Accept })).arrayBuffer()).byteLength);
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    }
  });

  it('are compared also where they are made at the same time [DEL-15]', async () => {
    const store = await newStore();
    for (const name of ['shirt-red-transparent.png', 'mug-alpha.webp', 'cup.xbm']) {
      const { url_tiny: tiny } = await createImage(store, 7, sample(name));
      const accepts = ['*/*', 'image/webp', 'image/avif,image/webp'];
      await Promise.all(accepts.map((Accept) => getPicture(inSize(tiny, '96.0'), { Accept })));
      const sizes = [];
      for (const Accept of accepts) {
        sizes.push((await (await getPicture(inSize(tiny, '96.0'), { Accept })).arrayBuffer()).byteLength);
      }
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }
  });

  it('do not make a picture larger that has its size already [DEL-15]', async () => {
    const store = await newStore();
    const bytes = sample('cup-landscape.jpg');
    const { url_zoom: url } = await createImage(store, 7, bytes);
    for (const Accept of ['*/*', 'image/webp', 'image/avif,image/webp']) {
      const shown = await (await getPicture(url, { Accept })).arrayBuffer();
      expect(shown.byteLength).toBeLessThanOrEqual(bytes.byteLength);
    }
  });

  it('are AVIF up to 1200 px of the result, whatever the box, and else the WebP of the others [DEL-2]', async () => {
    const store = await newStore();
    const { url_zoom: small } = await createImage(store, 7, sample('cup-landscape.jpg'));
    const avif = { Accept: 'image/avif,image/webp' };
    expect((await getPicture(small, avif)).headers.get('Content-Type')).toBe('image/avif');
    const { url_zoom: large } = await createImage(store, 8, sample('cup-large.jpg'));
    const webp = await getPicture(large, { Accept: 'image/webp' });
    const copied = await getPicture(large, avif);
    expect(copied.headers.get('Content-Type')).toBe('image/webp');
    expect(copied.headers.get('Server-Timing')).toContain('images;desc="0 calls"');
    expect(await copied.arrayBuffer()).toEqual(await webp.arrayBuffer());
  });
});

describe('every answer for a picture', () => {
  it('may be shown, read and measured by every page [DEL-16]', async () => {
    const { url } = await withCup();
    for (const response of [
      await getPicture(url),
      await getPicture(url, { 'If-None-Match': '*' }),
      await getPicture(inSize(url, '97.0')),
      await getPicture(url.replace('/images/1/', '/images/9/')),
      await getPicture(url, { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' }, 'OPTIONS'),
    ]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'timing-allow-origin': '*',
      });
      expect(response.headers.has('Accept-Ranges')).toBe(false);
    }
  });

  it('names the file as it came, with the extension of what is served, to be shown or stored [DEL-18]', async () => {
    const store = await newStore();
    const form = new FormData();
    form.set('image_file', new File([sample('cup-landscape.jpg')], 'Hrnek červený.jpg'));
    const { exports } = await import('cloudflare:workers');
    const created = await exports.default.fetch(
      new Request(`${ORIGIN}/stores/${store.hash}/v3/catalog/products/7/images`, {
        method: 'POST',
        body: form,
        headers: { 'X-Auth-Token': store.token },
      }),
    );
    const { data } = await created.json<{ data: { url_tiny: string } }>();
    const name = `filename="Hrnek _erven_.webp"; filename*=UTF-8''Hrnek%20%C4%8Derven%C3%BD.webp`;
    const accept = { Accept: 'image/webp' };
    for (const state of ['made', 'stored']) {
      const shown = await getPicture(data.url_tiny, { ...accept, 'X-Test': state });
      expect(shown.headers.get('Content-Disposition')).toBe(`inline; ${name}`);
    }
    const loaded = await getPicture(`${data.url_tiny}&download=1`, accept);
    expect(loaded.headers.get('Content-Disposition')).toBe(`attachment; ${name}`);
  });
});

describe('the quality of a store', () => {
  it('counts for what is made from then on, and small sizes have one of their own [DEL-19]', async () => {
    const bytesAt = async (quality: object): Promise<readonly [number, number]> => {
      const store = await newStore({ quality });
      const { url_standard, url_tiny } = await createImage(store, 7, sample('cup-landscape.jpg'));
      const lengths = [];
      for (const url of [url_standard, url_tiny]) {
        lengths.push((await (await getPicture(url, { Accept: 'image/webp' })).arrayBuffer()).byteLength);
      }
      return [lengths[0] ?? 0, lengths[1] ?? 0];
    };
    const [regular, small] = await bytesAt({});
    const [lower, same] = await bytesAt({ regular: { webp: 20 } });
    expect(lower).toBeLessThan(regular);
    expect(same).toBe(small);
    expect((await bytesAt({ small: { webp: 10 } }))[1]).toBeLessThan(small);
  });

  it('is not mixed with another one: a picture of a lower quality does not take the place of others [DEL-15, DEL-19]', async () => {
    const store = await newStore();
    const { url_standard: url } = await createImage(store, 7, sample('cup-landscape.jpg'));
    const avif = { Accept: 'image/avif,image/webp' };
    const before = await (await getPicture(url, avif)).arrayBuffer();
    await env.DB.prepare('UPDATE stores SET settings = ? WHERE id = ?')
      .bind(JSON.stringify({ quality: { regular: { webp: 5 } } }), store.id)
      .run();
    const webp = await (await getPicture(url, { Accept: 'image/webp' })).arrayBuffer();
    expect(webp.byteLength).toBeLessThan(before.byteLength);
    expect(await (await getPicture(url, avif)).arrayBuffer()).toEqual(before);
  });
});
