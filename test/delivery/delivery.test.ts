import { env } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';
import { containIn } from '../../src/delivery/picture-size.ts';
import { formatPicturePath, parsePicturePath } from '../../src/delivery/picture-path.ts';
import { signPath } from '../../src/delivery/signature.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

const WEBP = { Accept: 'text/html,image/avif;q=0.5,image/webp,*/*;q=0.8' };
const PLAIN = { Accept: '*/*' };

async function measured(response: Response): Promise<{ width: number; height: number; type: string | undefined }> {
  const { width, height, type } = imageSize(new Uint8Array(await response.arrayBuffer()));
  return { width, height, type };
}

async function uploaded(name: string): Promise<{ store: TestStore; image: WireImage }> {
  const store = await newStore({ publicOriginals: true });
  const image = await createImage(store, 7, sample(name), {});
  return { store, image };
}

/** A signed URL of an image's picture in another size. */
async function signed(
  url: string,
  size: { widthPx: number; heightPx: number } | 'original',
  { key = 'test', secret = 'a-secret-of-the-tests', expiresInS = 60 } = {},
): Promise<string> {
  const path = parsePicturePath(new URL(url).pathname);
  if (path === undefined) throw new Error(`no picture path: ${url}`);
  const pathOfSize = { ...path, size: size === 'original' ? size : containIn(size) };
  const expiresAtS = Math.floor(Date.now() / 1000) + expiresInS;
  const mac = await signPath(pathOfSize, key, secret, expiresAtS);
  return `${ORIGIN}${formatPicturePath(pathOfSize)}?k=${key}&e=${expiresAtS}&s=${mac}`;
}

describe('a preset', () => {
  it.each([
    ['cup-landscape.jpg', 'jpg', 'image/jpeg'],
    ['shirt-red-transparent.png', 'png', 'image/png'],
    ['mug-alpha.webp', 'webp', 'image/webp'],
    ['cup-24-bits.bmp', 'png', 'image/png'],
    ['cup.wbmp', 'png', 'image/png'],
    ['cup.xbm', 'png', 'image/png'],
  ])(
    'of %s fits each box, is never enlarged, and is %s without WebP [DEL-1, DEL-2]',
    async (name, type, contentType) => {
      const { image } = await uploaded(name);
      const original = imageSize(sample(name).length === 0 ? TINY_PNG : await sourceOf(name));
      for (const [url, boxWidth, boxHeight] of [
        [image.url_zoom, 1280, 1280],
        [image.url_standard, 386, 513],
        [image.url_thumbnail, 220, 290],
        [image.url_tiny, 44, 58],
      ] as const) {
        const plain = await getPicture(url, PLAIN);
        expect([plain.status, plain.headers.get('Content-Type')]).toEqual([200, contentType]);
        const size = await measured(plain);
        expect(size.type).toBe(type);
        const scale = Math.min(1, boxWidth / original.width, boxHeight / original.height);
        expect(Math.abs(size.width - original.width * scale)).toBeLessThanOrEqual(1);
        expect(Math.abs(size.height - original.height * scale)).toBeLessThanOrEqual(1);
        const webp = await getPicture(url, WEBP);
        // What is smaller in the plain format is served in it to everybody (DEL-15).
        expect(Number(webp.headers.get('Content-Length'))).toBeLessThanOrEqual(
          Number(plain.headers.get('Content-Length')),
        );
        expect(['image/avif', 'image/webp', contentType]).toContain(webp.headers.get('Content-Type'));
        expect(await measured(webp)).toMatchObject({ width: size.width, height: size.height });
      }
    },
  );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'turns a photograph of EXIF orientation %i upright [DEL-1]',
    async (orientation) => {
      const upright = await measured(
        await getPicture((await uploaded('cat-orientation-1.jpg')).image.url_standard, PLAIN),
      );
      const { image } = await uploaded(`cat-orientation-${orientation}.jpg`);
      expect(await measured(await getPicture(image.url_standard, PLAIN))).toEqual(upright);
    },
  );

  it.each([
    ['box-turntable.gif', PLAIN, 'image/gif', 'gif'],
    ['box-turntable.gif', WEBP, 'image/webp', 'webp'],
    ['box-turntable.webp', PLAIN, 'image/webp', 'webp'],
  ] as const)(
    'of the animation %s for %j is %s with all frames [DEL-2]',
    async (name, headers, contentType, format) => {
      const { image } = await uploaded(name);
      const response = await getPicture(image.url_tiny, headers);
      expect(response.headers.get('Content-Type')).toBe(contentType);
      const original = inspectPicture(sample(name));
      const made = inspectPicture(new Uint8Array(await response.arrayBuffer()));
      if (!original.ok || !made.ok) throw new Error(name);
      expect(original.value.frameCount).toBeGreaterThan(1);
      expect(made.value).toMatchObject({ format, frameCount: original.value.frameCount });
    },
  );

  it.each([
    [{}, 'image/jpeg'],
    [{ Accept: 'image/webp;q=0, */*' }, 'image/jpeg'],
    [{ Accept: 'image/*' }, 'image/jpeg'],
    [{ Accept: 'image/avif' }, 'image/avif'],
    [{ Accept: 'IMAGE/WEBP' }, 'image/webp'],
    [{ Accept: ';;;,,,q=' }, 'image/jpeg'],
  ])('is AVIF or WebP for who names it only: %j gets %s [DEL-2]', async (headers, contentType) => {
    const { image } = await uploaded('cup-landscape.jpg');
    expect((await getPicture(image.url_tiny, headers)).headers.get('Content-Type')).toBe(contentType);
  });
});

/** The header of what a sample looks like to a browser: for BMP, WBMP and XBM, its own PNG. */
async function sourceOf(name: string): Promise<Uint8Array> {
  if (!/\.(?:bmp|wbmp|xbm)$/.test(name)) return sample(name);
  const { makeRenderSource, needsRenderSource } = await import('../../src/ingest/render-source.ts');
  const picture = inspectPicture(sample(name));
  if (!picture.ok || !needsRenderSource(picture.value)) throw new Error(name);
  const rendered = await makeRenderSource(sample(name), picture.value);
  if (!rendered.ok) throw new Error(rendered.fault.kind);
  return rendered.value;
}

describe('headers', () => {
  it('are those of something that never changes [DEL-3]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    for (const state of ['made', 'stored']) {
      const { headers } = await getPicture(image.url_tiny, { ...WEBP, 'X-Test': state });
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept',
        'x-content-type-options': 'nosniff',
        etag: expect.stringMatching(/^"[^"]+"$/),
        'content-length': expect.stringMatching(/^\d+$/),
      });
    }
  });

  it('let a client that has the picture keep it: 304, strong ETag, weak comparison [DEL-3]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const etag = (await getPicture(image.url_tiny, WEBP)).headers.get('ETag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await getPicture(image.url_tiny, { ...WEBP, 'If-None-Match': tag });
      expect([response.status, await response.text(), response.headers.get('ETag')]).toEqual([304, '', etag]);
    }
    expect((await getPicture(image.url_tiny, { ...WEBP, 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await getPicture(image.url_tiny, { ...PLAIN, 'If-None-Match': etag })).status).toBe(200);
  });

  it('are the same for HEAD, without the bytes [DEL-3]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const full = await getPicture(image.url_tiny, WEBP);
    const head = await getPicture(image.url_tiny, WEBP, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'vary']) {
      expect(head.headers.get(name)).toBe(full.headers.get(name));
    }
  });

  it('say which methods there are [DEL-3]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const response = await getPicture(image.url_tiny, {}, 'POST');
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('renditions', () => {
  it('are stored and used again: a hot one needs neither D1 nor Images [DEL-8]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const first = await getPicture(image.url_tiny, WEBP);
    const second = await getPicture(image.url_tiny, WEBP);
    expect(first.headers.get('Server-Timing')).toContain('images;desc="1 calls"');
    expect(second.headers.get('Server-Timing')).toContain('d1;desc="0 round trips');
    expect(second.headers.get('Server-Timing')).toContain('r2;desc="1 reads, 0 writes');
    expect(second.headers.get('Server-Timing')).toContain('images;desc="0 calls"');
    expect(await second.arrayBuffer()).toEqual(await first.arrayBuffer());
  });

  it('may be lost at any moment without harm [DEL-8]', async () => {
    const { store, image } = await uploaded('cup-landscape.jpg');
    const before = await (await getPicture(image.url_tiny, PLAIN)).arrayBuffer();
    const { objects } = await env.BUCKET.list({ prefix: `derived/${store.hash}/` });
    await env.BUCKET.delete(objects.map(({ key }) => key));
    expect(await (await getPicture(image.url_tiny, PLAIN)).arrayBuffer()).toEqual(before);
  });

  it('go with the image, and the old URL is 404 from then, with a short cache time [DEL-4]', async () => {
    const { store, image } = await uploaded('cup-landscape.jpg');
    await getPicture(image.url_tiny, WEBP);
    await getPicture(image.url_zoom, PLAIN);
    await v3(store, 'DELETE', `/catalog/products/7/images/${image.id}`);
    expect((await env.BUCKET.list({ prefix: `derived/${store.hash}/` })).objects).toEqual([]);
    const response = await getPicture(image.url_tiny, WEBP);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([404, 'public, max-age=60']);
  });

  it('go with the bytes, and the new URL shows the new picture [DEL-4]', async () => {
    const { store, image } = await uploaded('cup-landscape.jpg');
    await getPicture(image.url_tiny, PLAIN);
    const put = await v3(store, 'PUT', `/catalog/products/7/images/${image.id}`, {
      body: imageForm(sample('shirt-red-transparent.png')),
    });
    const { data } = await put.json<{ data: WireImage }>();
    expect((await getPicture(image.url_tiny, PLAIN)).status).toBe(404);
    expect((await measured(await getPicture(data.url_tiny, PLAIN))).type).toBe('png');
  });

  it('stay when only words and order change [DEL-4]', async () => {
    const { store, image } = await uploaded('cup-landscape.jpg');
    await v3(store, 'PUT', `/catalog/products/7/images/${image.id}`, { json: { description: 'new', sort_order: 4 } });
    expect((await getPicture(image.url_tiny, PLAIN)).status).toBe(200);
  });

  it('of a variant’s own picture are served, and go when it is overwritten [DEL-4, BC3-7]', async () => {
    const store = await newStore();
    const set = async (name: string): Promise<string> => {
      const path = '/catalog/products/7/variants/3/image';
      const response = await v3(store, 'POST', path, { body: imageForm(sample(name)) });
      return (await response.json<{ data: { image_url: string } }>()).data.image_url;
    };
    const first = await set('cup-landscape.jpg');
    expect((await getPicture(first, PLAIN)).status).toBe(200);
    const second = await set('shirt-red-transparent.png');
    expect([(await getPicture(first, PLAIN)).status, (await getPicture(second, PLAIN)).status]).toEqual([404, 200]);
  });
});

describe('a URL with', () => {
  it.each([
    ['another width', (url: string) => url.replace('.44.58.', '.45.58.'), 403],
    ['another height', (url: string) => url.replace('.44.58.', '.44.59.'), 403],
    ['the original', (url: string) => url.replace('.44.58.', '.original.'), 403],
    ['another revision', (url: string) => url.replace(/\.\d+\.44/, '.1.44'), 404],
    ['another image', (url: string) => url.replace('/images/1/', '/images/2/'), 404],
    ['another product', (url: string) => url.replace('/products/7/', '/products/8/'), 404],
    ['another store', (url: string) => url.replace('/s-', '/s-x'), 404],
    ['another name', (url: string) => url.replace('shoe__', 'boot__'), 404],
    ['another format', (url: string) => url.replace('.jpg', '.png'), 404],
    ['no extension', (url: string) => url.replace('.jpg', ''), 404],
    ['a side too long', (url: string) => url.replace('.44.58.', '.99999.99999.'), 404],
    ['a zero side', (url: string) => url.replace('.44.58.', '.0.0.'), 404],
    ['a path out of it', (url: string) => url.replace('/images/', '/../images/'), 404],
  ])('%s serves nothing [DEL-5]', async (_name, change, status) => {
    const { image } = await uploaded('cup-landscape.jpg');
    for (const warm of [false, true]) {
      if (warm) await getPicture(image.url_tiny, PLAIN);
      const response = await getPicture(change(image.url_tiny), PLAIN);
      expect(response.status).toBe(status);
    }
  });
});

describe('signed URLs', () => {
  const box = { widthPx: 101, heightPx: 103 };

  it('serve any size [DEL-6]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const response = await getPicture(await signed(image.url_zoom, box), PLAIN);
    expect(response.status).toBe(200);
    expect(Math.max(...Object.values(await measured(response)).filter((value) => typeof value === 'number'))).toBe(101);
  });

  it('with an older key serve as well [DEL-6]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const url = await signed(image.url_zoom, box, { key: 'old', secret: 'another-secret-of-the-tests' });
    expect((await getPicture(url, PLAIN)).status).toBe(200);
  });

  it.each([
    ['expired', (image: WireImage) => signed(image.url_zoom, box, { expiresInS: -1 })],
    ['with another secret', (image: WireImage) => signed(image.url_zoom, box, { secret: 'no-secret-of-the-tests' })],
    ['with an unknown key', (image: WireImage) => signed(image.url_zoom, box, { key: 'nobody' })],
    [
      'for another size',
      async (image: WireImage) => (await signed(image.url_zoom, box)).replace('.101.103.', '.102.103.'),
    ],
    ['with another expiry', async (image: WireImage) => (await signed(image.url_zoom, box)).replace(/e=(\d)/, 'e=9$1')],
    ['without the key id', async (image: WireImage) => (await signed(image.url_zoom, box)).replace('k=test&', '')],
    ['cut short', async (image: WireImage) => (await signed(image.url_zoom, box)).slice(0, -1)],
    ['empty', async (image: WireImage) => (await signed(image.url_zoom, box)).replace(/s=.*/, 's=')],
    ['on a preset that needs none', (image: WireImage) => Promise.resolve(`${image.url_zoom}&k=test&e=1&s=x`)],
  ])('%s are 403, kept by nobody [DEL-6]', async (_name, make) => {
    const { image } = await uploaded('cup-landscape.jpg');
    await getPicture(await signed(image.url_zoom, box), PLAIN);
    const response = await getPicture(await make(image), PLAIN);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([403, 'no-store']);
  });

  it('of one store open nothing in another [DEL-6]', async () => {
    const [mine, other] = [await uploaded('cup-landscape.jpg'), await uploaded('cup-landscape.jpg')];
    const url = await signed(mine.image.url_zoom, box);
    expect((await getPicture(url.replace(`s-${mine.store.hash}`, `s-${other.store.hash}`), PLAIN)).status).toBe(403);
  });

  it('leave nothing that an unsigned request gets [DEL-6]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const url = await signed(image.url_zoom, box);
    await getPicture(url, PLAIN);
    expect((await getPicture(url.replace(/\?.*/, ''), PLAIN)).status).toBe(403);
  });
});

describe('bytes that the bucket has lost', () => {
  /** An image whose original is gone from the bucket, which must never happen, and must then be no more than a 404. */
  async function lost(name: string): Promise<WireImage> {
    const { store, image } = await uploaded(name);
    const { objects } = await env.BUCKET.list({ prefix: `originals/${store.hash}/` });
    await env.BUCKET.delete(objects.map(({ key }) => key));
    return image;
  }

  it('are 404 as a rendition, as an original and as a cut', async () => {
    const image = await lost('cup-landscape.jpg');
    const { origin, pathname } = new URL(image.url_zoom);
    const cuts = `${origin}${pathname.slice(0, pathname.indexOf('/products/'))}/user/shop`;
    for (const url of [
      image.url_tiny,
      await signed(image.url_zoom, 'original'),
      `${cuts}/orig/1.jpg`,
      `${cuts}/big/1.jpg`,
    ]) {
      expect((await getPicture(url, PLAIN)).status).toBe(404);
    }
  });
});

describe('originals', () => {
  it('are 404 once the image is deleted, though the URL was signed', async () => {
    const { store, image } = await uploaded('cup-landscape.jpg');
    const url = await signed(image.url_zoom, 'original');
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    expect((await getPicture(url)).status).toBe(404);
  });

  it('are the bytes that were uploaded, kept inert [DEL-7]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const response = await getPicture(await signed(image.url_zoom, 'original'));
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(sample('cup-landscape.jpg'));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="shoe.png"; filename*=UTF-8''shoe.png`,
      'accept-ranges': 'bytes',
    });
  });

  it('of BMP, WBMP and XBM are what was sent, not what was made of it [DEL-7]', async () => {
    const { image } = await uploaded('cup.wbmp');
    const response = await getPicture(await signed(image.url_zoom, 'original'));
    expect(response.headers.get('Content-Type')).toBe('image/vnd.wap.wbmp');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(sample('cup.wbmp'));
  });

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/', 0, 10],
    ['bytes=10-', 206, 'bytes 10-', 10, undefined],
    ['bytes=-7', 206, 'bytes ', -7, undefined],
    ['bytes=5-5', 206, 'bytes 5-5/', 5, 6],
  ])('come in parts: %s [DEL-7]', async (range, status, contentRange, from, to) => {
    const { image } = await uploaded('cup-landscape.jpg');
    const response = await getPicture(await signed(image.url_zoom, 'original'), { Range: range });
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Range')).toContain(contentRange);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes).toEqual(sample('cup-landscape.jpg').slice(from, to));
    expect(response.headers.get('Content-Length')).toBe(String(bytes.length));
  });

  it.each([
    ['bytes=99999999-', 416],
    ['bytes=-0', 416],
    ['bytes=-00', 416],
    ['bytes=5-2', 200],
    ['bytes=0-1,5-6', 200],
    ['lines=1-2', 200],
    ['nonsense', 200],
  ])('answer %s with %i [DEL-7]', async (range, status) => {
    const { image } = await uploaded('cup-landscape.jpg');
    const response = await getPicture(await signed(image.url_zoom, 'original'), { Range: range });
    expect(response.status).toBe(status);
    if (status === 416)
      expect(response.headers.get('Content-Range')).toBe(`bytes */${sample('cup-landscape.jpg').length}`);
  });

  it('answer 304, HEAD and If-Range [DEL-7]', async () => {
    const { image } = await uploaded('cup-landscape.jpg');
    const url = await signed(image.url_zoom, 'original');
    const etag = (await getPicture(url)).headers.get('ETag') ?? '';
    expect((await getPicture(url, { 'If-None-Match': etag })).status).toBe(304);
    expect((await getPicture(url, { Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206);
    expect((await getPicture(url, { Range: 'bytes=0-1', 'If-Range': '"older"' })).status).toBe(200);
    const head = await getPicture(url, {}, 'HEAD');
    expect([head.status, await head.text(), head.headers.get('Content-Length')]).toEqual([
      200,
      '',
      String(sample('cup-landscape.jpg').length),
    ]);
  });
});
