import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/http/config.ts';
import { LocalImages } from '../../src/platform/images.ts';
import { openImages } from '../../src/worker/open-images.ts';
import { images } from '../support/images.ts';
import { sample } from '../support/pictures.ts';

const stream = (bytes: Uint8Array): ReadableStream<Uint8Array> => new Blob([bytes]).stream();

it('a deployment has the binding, and a sandbox the local service', () => {
  expect(openImages(env, readConfig({}))).toBe(env.IMAGES);
  expect(images).toBeInstanceOf(LocalImages);
});

it('transformations are made one after the other', async () => {
  const made = await images
    .input(stream(sample('cup-landscape.jpg')))
    .transform({ trim: { left: 10, top: 20, width: 40, height: 30 } })
    .transform({ width: 8, height: 100, fit: 'squeeze' })
    .output({ format: 'rgba' });
  expect((await made.response().bytes()).length).toBe(8 * 100 * 4);
});

it('a fault is an error with its code, and tells nothing of the inside', async () => {
  const made = images.input(stream(new TextEncoder().encode('no picture'))).output({ format: 'image/png' });
  await expect(made).rejects.toMatchObject({ code: 9412, message: 'Images failed with 9412.' });
});

it('another server on its port is no service', async () => {
  const { localImagesUrl } = readConfig(env);
  const elsewhere = new LocalImages(new URL('/', localImagesUrl));
  const made = elsewhere.input(stream(sample('cup-landscape.jpg'))).output({ format: 'image/png' });
  await expect(made).rejects.toThrow('answered 404');
});
