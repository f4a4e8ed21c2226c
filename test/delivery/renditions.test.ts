import { env } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { expect, it, vi } from 'vitest';
import { parsePicturePath } from '../../src/delivery/picture-path.ts';
import type { PictureIndex } from '../../src/delivery/ports.ts';
import { serveRendition } from '../../src/delivery/renditions.ts';
import type { Images } from '../../src/platform/images.ts';
import { Barrier } from '../faults/barrier.ts';
import { sample } from '../support/pictures.ts';
import { renditionDeps } from '../support/rendition-deps.ts';
import { newStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';

it.each([
  ['after the picture was found, before its rendition is stored', 1],
  ['after its rendition is stored, before it is asked for again', 2],
])('an image that is deleted %s is 404, and nothing of it stays [DEL-4]', async (_name, heldCall) => {
  const store = await newStore();
  const image = await createImage(store, 7, sample('cup-landscape.jpg'));
  const path = parsePicturePath(new URL(image.url_tiny).pathname);
  if (path === undefined) throw new Error(image.url_tiny);
  const { index } = renditionDeps();
  const barrier = new Barrier();
  let calls = 0;
  const held: PictureIndex = {
    findImage: (...args) => index.findImage(...args),
    hasOffered: (...args) => index.hasOffered(...args),
    findPlaceholder: (...args) => index.findPlaceholder(...args),
    find: async (requestedPath) => {
      calls += 1;
      // The first answer is held back once it is known; the second question is asked only afterwards.
      if (calls === heldCall && heldCall === 2) await barrier.pass();
      const found = await index.find(requestedPath);
      if (calls === heldCall && heldCall === 1) await barrier.pass();
      return found;
    },
  };
  const deps = renditionDeps({ index: held });
  const serving = serveRendition(deps, { path, format: 'plain', isSigned: false }, null);
  await barrier.reached();
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  barrier.open();
  expect((await serving).status).toBe(404);
  expect((await env.BUCKET.list({ prefix: `derived/${store.hash}/` })).objects).toEqual([]);
});

it.each([
  [9422, 200, 'no-store'],
  [9423, 200, 'no-store'],
  [9412, 422, 'public, max-age=60'],
  [9520, 422, 'public, max-age=60'],
  [9529, 503, 'no-store'],
  [undefined, 503, 'no-store'],
])('Images failing with %s is answered %i [DEL-9]', async (code, status, cacheControl) => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const store = await newStore();
  const image = await createImage(store, 7, sample('cup-landscape.jpg'));
  const path = parsePicturePath(new URL(image.url_tiny).pathname);
  if (path === undefined) throw new Error(image.url_tiny);
  const images: Images = {
    input: () => {
      throw Object.assign(new Error('ERROR with internals at /somewhere'), { code });
    },
  };
  const deps = renditionDeps({ images });
  const response = await serveRendition(deps, { path, format: 'plain', isSigned: false }, null);
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([status, cacheControl]);
  expect(response.headers.has('Retry-After')).toBe(status === 503);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (status === 200) expect(imageSize(bytes)).toMatchObject({ width: 600, height: 400, type: 'jpg' });
  else expect(new TextDecoder().decode(bytes)).not.toContain('internals');
  expect((await env.BUCKET.list({ prefix: `derived/${store.hash}/` })).objects).toEqual([]);
});
