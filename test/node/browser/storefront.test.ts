import type { Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { thumbHashToDataURL } from 'thumbhash';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { WIDTH_LADDER as LADDER } from '../../../src/delivery/width-ladder.ts';
import { created, upload } from '../support/api.ts';
import { launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { IS_ANY_THERE, READ_LAYOUT, servePage, type ShownPicture, toPage } from './storefront-page.ts';

const PRODUCTS = Array.from({ length: 30 }, (_, index) => 70_001 + index);

/** So wide that every width that is needed can be shown. */
const PICTURE_WIDTH_PX = 1200;

/** The presets that the vendors' clients know, which is what a page had to choose from without srcset. */
const PRESETS = [
  ['tiny', 44],
  ['thumbnail', 220],
  ['standard', 386],
  ['zoom', 1280],
] as const;

const productSchema = z.object({
  images: z
    .array(
      z.object({
        alt: z.string(),
        srcset: z.string(),
        urls: z.record(z.string(), z.string()),
        media: z.object({ width: z.int(), height: z.int(), thumbHash: z.string() }),
      }),
    )
    .length(1),
});

const laidOutSchema = z.array(
  z.object({ currentSrc: z.string(), cssWidth: z.number(), naturalWidth: z.number(), isTainted: z.boolean() }),
);

let browser: Browser;
let server: Server;
let pageUrl: string;
let urls: readonly Readonly<Record<string, string>>[];

/** Uploads a photograph to each product: parts of a large one, so that no two are the same. */
async function fillProducts(
  origin: string,
): Promise<readonly (ShownPicture & { readonly urls: Record<string, string> })[]> {
  const photograph = readFileSync('samples/cup-large.jpg');
  return await Promise.all(
    PRODUCTS.map(async (product, index) => {
      const part = { left: index * 30, top: index * 15, width: PICTURE_WIDTH_PX, height: 450 };
      const bytes = await sharp(photograph).extract(part).jpeg({ quality: 90 }).toBuffer();
      await created(await upload(origin, product, bytes));
      const answer = await fetch(`${origin}/v1/products/${product}`, {
        headers: { Authorization: 'Bearer demo-read-token' },
      });
      const [image] = productSchema.parse(await answer.json()).images;
      if (image === undefined) throw new Error(`Product ${product} has no image.`);
      const { width, height, thumbHash } = image.media;
      const src = image.urls['standard'] ?? '';
      const placeholder = thumbHashToDataURL(Buffer.from(thumbHash, 'base64'));
      return { alt: image.alt, src, srcset: image.srcset, width, height, placeholder, urls: image.urls };
    }),
  );
}

const widthIn = (url: string): number => Number(/\.(\d+)\.0\.[a-z]+\?/.exec(url)?.[1]);

/** Reduces a screenshot to the colours of some tiles. */
const tileColours = async (screenshot: Buffer): Promise<readonly number[]> => [
  ...(await sharp(screenshot).removeAlpha().resize(4, 4, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()),
];

async function byteCount(url: string, accept: string): Promise<number> {
  const response = await fetch(url, { headers: { Accept: accept } });
  return (await response.arrayBuffer()).byteLength;
}

const CHROMIUM_ACCEPT = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return console.warn(`Tests in a browser are left out: ${NO_BROWSER}.`);
  const pictures = await fillProducts(inject('origin'));
  urls = pictures.map((picture) => picture.urls);
  ({ url: pageUrl, server } = await servePage(toPage(pictures)));
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  if (NO_BROWSER !== undefined) return;
  await browser.close();
  server.close();
});

describe.skipIf(NO_BROWSER !== undefined)('a storefront page of 30 products', () => {
  it.each([
    [360, 1],
    [360, 2],
    [360, 3],
    [760, 1],
    [760, 2],
    [760, 3],
    [1440, 1],
    [1440, 2],
    [1440, 3],
  ])(
    'takes at %i px and density %i the smallest picture that is sharp [V1-72, DEL-13, DEL-16]',
    async (width, density) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, deviceScaleFactor: density });
      const page = await context.newPage();
      const types = new Set<string>();
      page.on('response', (response) => {
        if (response.url().includes('/s-demo/')) types.add(response.headers()['content-type'] ?? '');
      });
      await page.goto(pageUrl, { waitUntil: 'load' });
      const images = laidOutSchema.parse(await page.evaluate(READ_LAYOUT));
      expect(images).toHaveLength(PRODUCTS.length);
      for (const { currentSrc, cssWidth, naturalWidth, isTainted } of images) {
        const neededPx = cssWidth * density;
        const takenPx = widthIn(currentSrc);
        const below = LADDER.filter((step) => step < takenPx).at(-1) ?? 0;
        // Browsers take the next lower one where it has nearly as many pixels as are shown.
        expect(takenPx).toBeGreaterThanOrEqual(Math.min(neededPx, PICTURE_WIDTH_PX) * 0.87);
        expect(below).toBeLessThan(neededPx);
        expect(naturalWidth).toBeGreaterThan(0);
        expect(isTainted).toBe(false);
      }
      expect([...types]).toEqual(['image/avif']);
      expect(await page.evaluate('window.shifts')).toBe(0);
      const taken = await Promise.all(images.map(({ currentSrc }) => byteCount(currentSrc, CHROMIUM_ACCEPT)));
      const neededPx = (images[0]?.cssWidth ?? 0) * density;
      const [preset] = PRESETS.find(([, boxPx]) => boxPx >= neededPx) ?? ['zoom'];
      const boxed = await Promise.all(urls.map((each) => byteCount(each[preset] ?? '', 'image/webp')));
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      console.log(
        `${width} px × ${density}: ${sum(taken)} bytes by srcset, ${sum(boxed)} by the preset ${preset} in WebP`,
      );
      // Where both are the whole picture, the local AVIF, which is made quickly, may be as large as its WebP.
      const isWhole = neededPx > 1080;
      expect(sum(taken)).toBeLessThan(sum(boxed) * (isWhole ? 1.05 : 1));
      await context.close();
    },
    120_000,
  );

  it('shows the ThumbHash of each picture until it is there, and nothing shifts [V1-50]', async () => {
    const context = await browser.newContext({ viewport: { width: 760, height: 900 } });
    const page = await context.newPage();
    const opened = Promise.withResolvers<undefined>();
    await page.route('**/s-demo/**', async (route) => {
      await opened.promise;
      await route.continue();
    });
    await page.goto(pageUrl, { waitUntil: 'domcontentloaded' });
    const [placeholders, isAnyThere] = [await page.screenshot(), await page.evaluate(IS_ANY_THERE)];
    opened.resolve(undefined);
    await page.waitForLoadState('load');
    const pictures = await page.screenshot();
    expect(isAnyThere).toBe(false);
    expect(await page.evaluate('window.shifts')).toBe(0);
    // The mean colour of every tile is that of its picture, or nearly.
    const [before, after] = [await tileColours(placeholders), await tileColours(pictures)];
    before.forEach((value, index) => expect(Math.abs(value - (after[index] ?? 0))).toBeLessThan(20));
    expect(placeholders.equals(pictures)).toBe(false);
    await context.close();
  }, 60_000);

  it.each([
    ['Chromium', CHROMIUM_ACCEPT, 'image/avif'],
    [
      'Safari',
      'image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
      'image/avif',
    ],
    ['a browser of 2021', 'image/webp,*/*', 'image/webp'],
    ['an old one', 'image/png,image/*;q=0.8,*/*;q=0.5', 'image/jpeg'],
  ])('is served to %s in the best format that it takes [DEL-2]', async (_name, accept, type) => {
    const response = await fetch(urls[0]?.['standard'] ?? '', { headers: { Accept: accept } });
    expect([response.headers.get('Content-Type'), response.headers.get('Vary')]).toEqual([type, 'Accept']);
    await response.arrayBuffer();
  });
});
