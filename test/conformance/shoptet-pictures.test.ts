import { env } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { openCutSigner } from '../../src/delivery/cut-signature.ts';
import type { WireImage } from '../../src/dialects/shoptet/image.ts';
import { createApp } from '../../src/worker/app.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, finishJob, guidOf, list } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';

interface Cut {
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly urlPath: string;
  readonly cdnPath: string;
}

async function cutsOf(store: TestStore): Promise<readonly Cut[]> {
  const { data } = await call<{ imageCuts: Cut[] }>(store, 'GET', '/eshop?include=imageCuts');
  return data.imageCuts;
}

async function sizeOf(response: Response): Promise<readonly [number, number, string | undefined]> {
  const { width, height, type } = imageSize(new Uint8Array(await response.arrayBuffer()));
  return [width, height, type];
}

/** Makes a store with open originals whose product 7 has one photograph, by default a landscape of 600 × 400 pixels. */
async function withPhoto(settings: object = {}, name = 'cup-landscape.jpg'): Promise<TestStore> {
  const store = await newStore({ publicOriginals: true, ...settings });
  await createImage(store, 7, sample(name), { description: 'Purple cup' });
  return store;
}

async function urlsOf(store: TestStore, guid = guidOf(store, 7), gallery = 'shop') {
  const [image] = await list(store, guid, gallery);
  const cuts = new Map((await cutsOf(store)).map((cut) => [cut.name, cut]));
  const signed = new Map<string, string>(image?.signedCdnNames.map(({ type, name }) => [type, name]));
  const { urlPath = '' } = cuts.get('detail') ?? {};
  return {
    name: `${urlPath}${image?.name}`,
    seoName: `${urlPath}${image?.seoName}`,
    cdnName: `${cuts.get('big')?.cdnPath}${image?.cdnName}`,
    cdn: (cut: string) => `${cuts.get(cut)?.cdnPath}${signed.get(cut)}`,
    plain: (cut: string) => `${cuts.get(cut)?.urlPath}${image?.name}`,
  };
}

describe('GET /api/eshop', () => {
  it('lists the cuts with include=imageCuts; paths end with a slash [SH-52]', async () => {
    const store = await newStore();
    const base = `http://vitrine.test/s-${store.hash}/user/shop`;
    const cut = (name: string, width: number | null, height: number | null) => ({
      name,
      width,
      height,
      urlPath: `${base}/${name}/`,
      cdnPath: `${base}/${name}/`,
    });
    expect(await cutsOf(store)).toEqual([
      cut('orig', null, null),
      cut('big', 1024, 768),
      cut('detail', 360, 270),
      cut('category', 216, 105),
      cut('related', 100, 100),
    ]);
  });

  it('shows nothing else [SH-52]', async () => {
    expect((await call(await newStore(), 'GET', '/eshop')).data).toEqual({});
  });

  it('shows the store’s own sizes, which are also served [SH-52]', async () => {
    const store = await withPhoto({ cuts: { detail: { widthPx: 50, heightPx: 50 } } });
    expect((await cutsOf(store)).find(({ name }) => name === 'detail')).toMatchObject({ width: 50, height: 50 });
    const { name } = await urlsOf(store);
    expect((await sizeOf(await getPicture(name)))[0]).toBe(50);
  });
});

describe('a URL that is served', () => {
  it.each(['name', 'seoName'] as const)('is urlPath + %s [SH-53]', async (form) => {
    const urls = await urlsOf(await withPhoto());
    const response = await getPicture(urls[form]);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
    expect((await sizeOf(response))[0]).toBe(360);
  });

  it('is cdnPath(big) + cdnName [SH-53, SH-54]', async () => {
    const response = await getPicture((await urlsOf(await withPhoto())).cdnName);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  });

  it.each([
    ['orig', 600],
    ['big', 600],
    ['detail', 360],
    ['category', 157],
    ['related', 100],
  ])('is cdnPath(%s) + signedCdnNames, fitted and never enlarged [SH-53, DEL-1]', async (cut, width) => {
    const urls = await urlsOf(await withPhoto());
    for (const url of [urls.cdn(cut), urls.plain(cut)]) {
      const [served] = await sizeOf(await getPicture(url));
      expect(Math.abs(served - width)).toBeLessThanOrEqual(1);
    }
  });

  it('has shop360 in place of shop for that gallery, and only there [SH-53]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop360', [{}]);
    const { name, cdnName } = await urlsOf(store, guid, 'shop360');
    for (const url of [name, cdnName]) {
      expect((await getPicture(url.replace('/user/shop/', '/user/shop360/'))).status).toBe(200);
    }
    expect((await getPicture(name)).status).toBe(404);
  });

  it('gives WebP to clients that name it, and the original’s format to others [DEL-2]', async () => {
    const { name } = await urlsOf(await withPhoto());
    const webp = await getPicture(name, { Accept: 'image/webp,*/*' });
    expect([webp.headers.get('Content-Type'), webp.headers.get('Vary')]).toEqual(['image/webp', 'Accept']);
    expect((await getPicture(name, { Accept: '*/*' })).headers.get('Content-Type')).toBe('image/jpeg');
  });

  it.each(['detail', 'orig'])('serves a BMP as PNG, %s too [DEL-2, SH-53]', async (cut) => {
    const response = await getPicture((await urlsOf(await withPhoto({}, 'cup-24-bits.bmp'))).plain(cut));
    expect([response.headers.get('Content-Type'), (await sizeOf(response))[2]]).toEqual(['image/png', 'png']);
  });

  it('answers HEAD and If-None-Match [DEL-3]', async () => {
    const urls = await urlsOf(await withPhoto());
    for (const url of [urls.name, urls.plain('orig'), urls.cdnName]) {
      const etag = (await getPicture(url)).headers.get('ETag') ?? '';
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        expect((await getPicture(url, { 'If-None-Match': known })).status).toBe(304);
      }
      const head = await getPicture(url, {}, 'HEAD');
      expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
    }
  });

  it('is not immutable as a plain name, for its picture can be replaced [SH-55]', async () => {
    const urls = await urlsOf(await withPhoto());
    for (const url of [urls.name, urls.seoName, urls.plain('orig')]) {
      expect((await getPicture(url)).headers.get('Cache-Control')).toBe('public, max-age=60');
    }
  });

  it('has its rendition stored and reused: the second time nothing is made [DEL-8]', async () => {
    const { name } = await urlsOf(await withPhoto());
    await (await getPicture(name)).arrayBuffer();
    const again = await getPicture(name);
    expect(again.headers.get('Server-Timing')).toContain('images;desc="0 calls"');
  });
});

describe('a URL that must not serve', () => {
  it.each([
    ['another signature', (url: string) => url.replace(/sg=.{8}/, 'sg=00000000')],
    ['another size', (url: string) => url.replace('x=1024', 'x=1025')],
    ['another time', (url: string) => url.replace(/ts=.{8}/, 'ts=ffffffff')],
    ['another cut', (url: string) => url.replace('/big/', '/detail/')],
    ['another image', (url: string) => url.replace('/1_', '/2_')],
    ['no size', (url: string) => url.replace('x=1024&', '')],
    ['a malformed signature', (url: string) => url.replace(/sg=.*/, 'sg=zzz')],
  ])('is 403 as a signed name with %s [SH-54]', async (_what, change) => {
    const { cdnName } = await urlsOf(await withPhoto());
    expect((await getPicture(change(cdnName))).status).toBe(403);
  });

  it('is 404 for unknown images, cuts and stores [SH-55]', async () => {
    const { name } = await urlsOf(await withPhoto());
    for (const url of [name.replace('/1.', '/9.'), name.replace('/detail/', '/huge/'), name.replace('/s-', '/s-x')]) {
      expect((await getPicture(url)).status).toBe(404);
    }
  });

  it('is 404 once the image is deleted, and nothing of it stays stored [SH-54, SH-55]', async () => {
    const store = await withPhoto();
    const urls = await urlsOf(store);
    for (const url of [urls.name, urls.cdnName, urls.plain('orig')]) await (await getPicture(url)).arrayBuffer();
    await call(store, 'DELETE', `/products/${guidOf(store, 7)}/images/shop`);
    for (const url of [urls.name, urls.seoName, urls.cdnName, urls.plain('orig')])
      expect((await getPicture(url)).status).toBe(404);
    expect((await env.BUCKET.list({ prefix: `derived/${store.hash}/` })).objects).toEqual([]);
  });

  it('is 404 as the old signed name once the picture is replaced, and the name shows the new one [SH-54, SH-55]', async () => {
    const store = await withPhoto();
    const guid = guidOf(store, 7);
    const before = await urlsOf(store);
    await (await getPicture(before.cdnName)).arrayBuffer();
    const json = { data: { images: [{ name: '1.jpg', sourceUrl: 'http://pictures.test:8080/tiny.png' }] } };
    const { data } = await call<{ jobId: string }>(store, 'PATCH', `/products/${guid}/images/shop/source`, { json });
    await finishJob(data.jobId, 1, { '/tiny.png': TINY_PNG });
    expect(await sizeOf(await getPicture(before.name))).toEqual([1, 1, 'png']);
    expect((await getPicture(before.cdnName)).status).toBe(404);
    const after = await urlsOf(store);
    expect(await sizeOf(await getPicture(after.cdnName))).toEqual([1, 1, 'png']);
  });

  it('is none of the signed names of an image whose description alone has changed [SH-54]', async () => {
    const store = await withPhoto();
    const { cdnName } = await urlsOf(store);
    await call(store, 'PATCH', `/products/${guidOf(store, 7)}/images/shop`, {
      json: { data: { images: [{ name: '1.jpg', description: 'Other' }] } },
    });
    expect((await getPicture(cdnName)).status).toBe(200);
  });
});

describe('originals by number', () => {
  it('are closed unless the store opens them, signed or not, and other cuts stay [SH-56]', async () => {
    const store = await withPhoto({ publicOriginals: false });
    const urls = await urlsOf(store);
    for (const url of [urls.plain('orig'), urls.cdn('orig')]) {
      const response = await getPicture(url);
      expect([response.status, response.headers.get('Content-Type')]).toEqual([403, 'text/plain; charset=utf-8']);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(await response.text()).toContain('does not show its originals');
      expect((await getPicture(url, {}, 'HEAD')).status).toBe(403);
    }
    for (const cut of ['big', 'detail', 'category', 'related']) {
      for (const url of [urls.plain(cut), urls.cdn(cut)]) expect((await getPicture(url)).status).toBe(200);
    }
    expect((await getPicture(urls.plain('orig').replace('/1.', '/9.'))).status).toBe(404);
  });

  it('are closed in shop360, too [SH-56]', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
    expect((await getPicture(`http://vitrine.test/s-${store.hash}/user/shop360/orig/1.png`)).status).toBe(403);
  });

  it('open and close with the setting, and may be kept for a minute under any name [SH-54, SH-56]', async () => {
    const store = await withPhoto();
    const urls = await urlsOf(store);
    for (const url of [urls.plain('orig'), urls.cdn('orig')]) {
      const response = await getPicture(url);
      expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=60']);
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(sample('cup-landscape.jpg'));
    }
    await env.DB.prepare(`UPDATE stores SET settings = '{}' WHERE id = ?`).bind(store.id).run();
    for (const url of [urls.plain('orig'), urls.cdn('orig')]) expect((await getPicture(url)).status).toBe(403);
  });
});

describe('a size that is signed', () => {
  const storedCuts = async (store: TestStore): Promise<readonly string[]> =>
    (await env.BUCKET.list({ prefix: `derived/${store.hash}/` })).objects.map(({ key }) => key);

  it('is made only when it is the size of one of the store’s cuts [SH-54]', async () => {
    const store = await withPhoto();
    const [image] = await list(store, guidOf(store, 7));
    const signer = openCutSigner(new Map([['test', 'a-secret-of-the-tests']]), store.hash);
    const statusOf = async (widthPx: number, heightPx: number): Promise<number> => {
      const sign = signer?.open([{ cut: 'big', box: { widthPx, heightPx } }]);
      const query = sign?.({ gallery: 'shop', imageId: 1, changedAtS: 4_000_000_000 })[0];
      const url = `http://vitrine.test/s-${store.hash}/user/shop/big/${image?.name}?${query}`;
      return (await getPicture(url)).status;
    };
    const before = await storedCuts(store);
    expect(await statusOf(999, 999)).toBe(404);
    expect(await storedCuts(store)).toEqual(before);
    expect(await statusOf(360, 270)).toBe(200);
    expect(await storedCuts(store)).toHaveLength(before.length + 1);
  });

  it('is served as long as its picture, made before or not, whatever the settings become [SH-54, DEL-12]', async () => {
    const store = await withPhoto();
    const urls = await urlsOf(store);
    expect((await getPicture(urls.cdn('detail'))).status).toBe(200);
    const other = { widthPx: 70, heightPx: 70 };
    await env.DB.prepare('UPDATE stores SET settings = ? WHERE id = ?')
      .bind(JSON.stringify({ cuts: { detail: other, category: other } }), store.id)
      .run();
    expect((await sizeOf(await getPicture(urls.cdn('detail'))))[0]).toBe(360);
    expect((await sizeOf(await getPicture(urls.cdn('category'))))[1]).toBe(105);
  });
});

describe('a deployment without signing keys', () => {
  const app = createApp();
  const bare = { ...env, SIGNING_KEYS: '' };
  const getBare = async (url: string, headers: Record<string, string> = {}): Promise<Response> =>
    await app.fetch(new Request(url, { headers }), bare);

  it('shows plain names in place of signed ones, and serves them [SH-19]', async () => {
    const store = await withPhoto();
    const url = `http://vitrine.test/api/products/${guidOf(store, 7)}/images/shop`;
    const response = await getBare(url, { 'Shoptet-Private-API-Token': store.token });
    const { data } = await response.json<{ data: { images: WireImage[] } }>();
    const { seoName = '', cdnName, signedCdnNames } = data.images[0] ?? {};
    expect([cdnName, ...(signedCdnNames ?? []).map(({ name }) => name)]).toEqual(Array(6).fill(seoName));
    expect((await getBare(`http://vitrine.test/s-${store.hash}/user/shop/detail/${seoName}`)).status).toBe(200);
  });

  it('refuses every signature, also one by the constant that is in its old sources [SH-54]', async () => {
    const store = await withPhoto();
    const urls = await urlsOf(store);
    const published = openCutSigner(new Map([['', 'vitrine-without-signing-keys']]), store.hash);
    const sign = published?.open([{ cut: 'big', box: { widthPx: 1024, heightPx: 768 } }]);
    const query = sign?.({ gallery: 'shop', imageId: 1, changedAtS: 4_000_000_000 })[0];
    for (const url of [urls.cdnName, `${urls.plain('big')}?${query}`]) {
      expect((await getBare(url)).status).toBe(403);
    }
  });
});
