import { describe, expect, it } from 'vitest';
import { render } from '../../src/delivery/render.ts';
import { parsePicturePath } from '../../src/delivery/picture-path.ts';
import { serveRendition } from '../../src/delivery/renditions.ts';
import type { Images } from '../../src/platform/images.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import { getPicture } from '../support/get-picture.ts';
import { images as localImages } from '../support/images.ts';
import { metadataIn, SECRET, WITH_METADATA } from '../support/metadata.ts';
import { renderOrder } from '../support/render-order.ts';
import { renditionDeps } from '../support/rendition-deps.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

const CUTS = ['big', 'detail', 'category', 'related'];
const ACCEPTS = ['*/*', 'image/webp,*/*', 'image/avif,image/webp,*/*'];

/** Serves an image's tiny size while Images does what it is told, and records the files that Images is given. */
async function serveTiny(
  store: TestStore,
  bytes: Uint8Array,
  code: number,
): Promise<{ readonly response: Response; readonly given: Promise<readonly Uint8Array[]> }> {
  const image = await createImage(store, 7, bytes);
  const path = parsePicturePath(new URL(image.url_tiny).pathname);
  if (path === undefined) throw new Error(image.url_tiny);
  const given: Promise<Uint8Array>[] = [];
  const images: Images = {
    input: (stream) => {
      given.push(new Response(stream).bytes());
      throw Object.assign(new Error('not now'), { code });
    },
  };
  const deps = renditionDeps({ images });
  const response = await serveRendition(deps, { path, format: 'plain', isSigned: false }, null);
  return { response, given: Promise.all(given) };
}

describe.each(Object.entries(WITH_METADATA))('of a %s full of metadata', (_format, make) => {
  it.each(ACCEPTS)('no size and no cut has any, for Accept: %s [DEL-10]', async (accept) => {
    const store = await newStore();
    const image = await createImage(store, 7, make());
    const sizes = [image.url_zoom, image.url_standard, image.url_thumbnail, image.url_tiny];
    const cuts = CUTS.map((cut) => `${ORIGIN}/s-${store.hash}/user/shop/${cut}/1.jpg`);
    for (const url of [...sizes, ...cuts]) {
      const response = await getPicture(url, { Accept: accept });
      expect(response.status).toBe(200);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(metadataIn(bytes)).toEqual([]);
      expect(new TextDecoder('latin1').decode(bytes)).not.toContain('Exif');
    }
  });

  it('Images is given none, so that it has none to keep [DEL-10]', async () => {
    const bytes = make();
    const { given } = await serveTiny(await newStore(), bytes, 9412);
    expect((await given).length).toBeGreaterThan(0);
    for (const file of await given) expect(metadataIn(file)).toEqual([]);
    expect(metadataIn(bytes)).toContain(SECRET);
  });

  it('nothing is shown where the quota of Images is used up [DEL-9, DEL-10]', async () => {
    const { response } = await serveTiny(await newStore(), make(), 9422);
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(metadataIn(new Uint8Array(await response.arrayBuffer()))).toEqual([]);
  });
});

it('a picture that cannot be taken apart is not shown in place of a size [DEL-10]', async () => {
  const store = await newStore();
  const image = await createImage(store, 7, WITH_METADATA.jpeg());
  const path = parsePicturePath(new URL(image.url_tiny).pathname);
  if (path === undefined) throw new Error(image.url_tiny);
  const input = (): never => {
    throw Object.assign(new Error('not now'), { code: 9422 });
  };
  const deps = renditionDeps({ images: { input }, withoutMetadata: () => undefined });
  const response = await serveRendition(deps, { path, format: 'plain', isSigned: false }, null);
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
  expect(metadataIn(new Uint8Array(await response.arrayBuffer()))).toEqual([]);
});

it('a rendition is made of parts as of a whole', async () => {
  const bytes = WITH_METADATA.jpeg();
  const box = { widthPx: 40, heightPx: 40 };
  const parts = withoutMetadata(bytes, 'jpeg') ?? [];
  const [whole, made] = [
    await render(localImages, [bytes], renderOrder('jpeg', 'plain', box)),
    await render(localImages, parts, renderOrder('jpeg', 'plain', box)),
  ];
  expect(made).toEqual(whole);
});
