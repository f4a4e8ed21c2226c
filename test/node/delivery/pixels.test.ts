import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { created, upload } from '../support/api.ts';

const HEADERS = { Authorization: 'Bearer demo-token', 'Content-Type': 'application/json' };
const SOURCE = { width: 600, height: 400 };

let product = 71_000;

/** A photograph with a gradient over it, so that every place has a colour of its own. */
const photograph = (): Promise<Buffer> =>
  sharp('samples/cup-landscape.jpg')
    .composite([
      {
        input: Buffer.from(
          '<svg width="600" height="400"><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient><rect width="600" height="400" fill="url(#g)" opacity="0.5"/></svg>',
        ),
      },
    ])
    .png()
    .toBuffer();

interface Uploaded {
  readonly product: number;
  readonly id: number;
  readonly url: string;
}

/** Uploads a picture to a product of its own. */
async function uploaded(bytes: Buffer): Promise<Uploaded> {
  product += 1;
  const { id, url_tiny: url } = await created(await upload(inject('origin'), product, bytes));
  return { product, id, url };
}

async function ask<T>(schema: z.ZodType<T>, method: string, path: string, json: object): Promise<T> {
  const response = await fetch(`${inject('origin')}/v1${path}`, {
    method,
    headers: HEADERS,
    body: JSON.stringify(json),
  });
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

const patchedSchema = z.object({ images: z.array(z.object({ urls: z.object({ tiny: z.string() }) })).length(1) });

/** Sets the focal point of an image, and returns its URL from then on. */
async function focused({ product: number, id }: Uploaded, focalPoint: object): Promise<string> {
  const json = { images: [{ id, focalPoint }] };
  const { images } = await ask(patchedSchema, 'PATCH', `/products/${number}/images`, json);
  return images[0]?.urls.tiny ?? '';
}

/** Fetches a picture in a size by a signed URL. */
async function inSize(url: string, size: object, accept = '*/*'): Promise<Buffer> {
  const json = { urls: [{ url, ...size }], expiresIn: 60 };
  const { urls } = await ask(z.object({ urls: z.array(z.string()) }), 'POST', '/sign', json);
  const response = await fetch(urls[0] ?? '', { headers: { Accept: accept } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** The mean difference of two pictures, of 255 a channel; fails where they have other sizes. */
async function difference(bytes: Buffer, reference: Sharp): Promise<number> {
  const [made, expected] = await Promise.all(
    [sharp(bytes), reference].map((picture) => picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  if (made === undefined || expected === undefined) throw new Error('There is no picture.');
  expect([made.info.width, made.info.height]).toEqual([expected.info.width, expected.info.height]);
  const sum = made.data.reduce((total, value, index) => total + Math.abs(value - (expected.data[index] ?? 0)), 0);
  return sum / made.data.length;
}

describe('cover', () => {
  it.each([
    [{ x: 0, y: 0 }, 0, 0],
    [{ x: 1, y: 0 }, 200, 0],
    [{ x: 0, y: 1 }, 0, 0],
    [{ x: 1, y: 1 }, 200, 0],
    [{ x: 0.5, y: 0.5 }, 100, 0],
    [{ x: 0.4, y: 0.9 }, 40, 0],
  ])('shows what is around the focal point %o, as a reference does [DEL-14]', async (focalPoint, left, top) => {
    const bytes = await photograph();
    const url = await focused(await uploaded(bytes), focalPoint);
    const made = await inSize(url, { width: 200, height: 200, fit: 'cover' });
    const window = { left, top, width: 400, height: 400 };
    expect(await difference(made, sharp(await sharp(bytes).extract(window).toBuffer()).resize(200, 200))).toBeLessThan(
      2,
    );
    const wide = await inSize(url, { width: 300, height: 50, fit: 'cover' });
    const band = {
      left: 0,
      top: Math.min(300, Math.max(0, Math.round(focalPoint.y * 400 - 50))),
      width: 600,
      height: 100,
    };
    expect(await difference(wide, sharp(await sharp(bytes).extract(band).toBuffer()).resize(300, 50))).toBeLessThan(2);
  });

  it('shows the crop of then under the URL from before another focal point [V1-56]', async () => {
    const bytes = await photograph();
    const image = await uploaded(bytes);
    const before = await focused(image, { x: 0, y: 0 });
    const after = await focused(image, { x: 1, y: 0 });
    for (const [url, left] of [
      [before, 0],
      [after, 200],
    ] as const) {
      const made = await inSize(url, { width: 100, height: 100, fit: 'cover' });
      const window = { left, top: 0, width: 400, height: 400 };
      const reference = sharp(await sharp(bytes).extract(window).toBuffer()).resize(100, 100);
      expect(await difference(made, reference)).toBeLessThan(2);
    }
  });
});

describe('pad', () => {
  it('puts the picture on a colour, as a reference does [DEL-14]', async () => {
    const bytes = await photograph();
    const { url } = await uploaded(bytes);
    const made = await inSize(url, { width: 300, height: 300, fit: 'pad', background: '#336699' });
    const reference = sharp(bytes).resize(300, 300, { fit: 'contain', background: '#336699' });
    expect(await difference(made, reference)).toBeLessThan(2);
  });

  it('shows the colour through what is transparent, in every format [DEL-14]', async () => {
    const bytes = readFileSync('samples/shirt-red-transparent.png');
    const { url } = await uploaded(bytes);
    const background = '#336699';
    const reference = (): Sharp =>
      sharp(bytes).resize(300, 200, { fit: 'contain', background }).flatten({ background });
    for (const accept of ['*/*', 'image/webp', 'image/avif']) {
      const made = await inSize(url, { width: 300, height: 200, fit: 'pad', background }, accept);
      expect(await difference(made, reference())).toBeLessThan(4);
    }
  });

  it('makes a smaller canvas where the picture is too small [DEL-14]', async () => {
    const bytes = await photograph();
    const { url } = await uploaded(bytes);
    const made = await inSize(url, { width: 1000, height: 1000, fit: 'pad' });
    const reference = sharp(bytes).resize(600, 600, { fit: 'contain', background: '#ffffff' });
    expect(await difference(made, reference)).toBeLessThan(1);
  });
});

describe('an animation', () => {
  it.each([
    ['box-turntable.gif', '*/*', 'gif'],
    ['box-turntable.gif', 'image/avif,image/webp', 'webp'],
    ['box-turntable.webp', '*/*', 'webp'],
  ])('%s still moves in every fit for Accept: %s [DEL-2, DEL-14]', async (name, accept, format) => {
    const { url } = await uploaded(readFileSync(`samples/${name}`));
    const source = await sharp(`samples/${name}`).metadata();
    for (const size of [
      { width: 100 },
      { width: 80, height: 80, fit: 'cover' },
      { width: 80, height: 80, fit: 'pad', background: '#00ff00' },
    ]) {
      const metadata = await sharp(await inSize(url, size, accept)).metadata();
      expect([metadata.format, metadata.pages]).toEqual([format, source.pages]);
    }
  });
});

it('the source is what the references take it for', async () => {
  expect(await sharp(await photograph()).metadata()).toMatchObject(SOURCE);
});
