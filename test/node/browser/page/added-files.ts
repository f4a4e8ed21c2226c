import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { expect, inject } from 'vitest';
import { Vitrine } from 'vitrine-client';

/** A file as a person has it on the disk. */
export interface FileToAdd {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Returns a picture of the samples, under a name of its own. */
export const sampleFile = (sample: string, name = sample): FileToAdd => ({
  name,
  mimeType: `image/${sample.split('.').at(-1) === 'jpg' ? 'jpeg' : (sample.split('.').at(-1) ?? '')}`,
  buffer: readFileSync(`samples/${sample}`),
});

/** Returns pictures that differ from each other and from those of other prefixes, named `{prefix}-1.png` and so on. */
export async function plainFiles(prefix: string, count: number): Promise<readonly FileToAdd[]> {
  const height = 40 + (Buffer.from(prefix).reduce((sum: number, letter: number) => sum * 31 + letter, 7) % 97);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return await Promise.all(
    numbers.map(async (number) => {
      const background = `hsl(${(number * 37) % 360}, 70%, 50%)`;
      const picture = sharp({ create: { width: 40 + number, height, channels: 3, background } });
      return { name: `${prefix}-${number}.png`, mimeType: 'image/png', buffer: await picture.png().toBuffer() };
    }),
  );
}

/** Returns a picture of noise, which no format makes small. */
export const noisyPicture = (width: number, height: number): Sharp => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width, height, channels: 3, background: 'grey', noise } });
};

const vitrine = new Vitrine({ url: inject('origin'), token: 'demo-token' });

/** Returns the file names of a product's images, in their order, as the service has them. */
export async function namesOf(product: number): Promise<readonly string[]> {
  const { images } = await vitrine.products.get(product);
  return images.map(({ media }) => media.fileName);
}

/**
 * Waits until a product's images have these file names in this order. Files of one drop arrive in any order, and once
 * the last of them is there one move puts them right, so the service has the order a moment after the page shows it.
 */
export const expectNames = async (product: number, names: readonly string[]): Promise<void> =>
  await expect.poll(async () => await namesOf(product), { timeout: 20_000 }).toEqual(names);

/** Puts images on a product, and returns their ids. */
export async function fill(product: number, files: readonly FileToAdd[]): Promise<readonly number[]> {
  const images = files.map(({ name, buffer }) => ({ file: new Blob([new Uint8Array(buffer)]), fileName: name }));
  const { results } = await vitrine.images.create(product, images);
  return results.flatMap((result) => ('image' in result ? [result.image.id] : []));
}

/** The tile of a file that is on its way. */
export const tileOf = (page: Page, name: string): Locator => page.locator('[data-upload]').filter({ hasText: name });

/** The file input that takes many. */
export const inputOf = (page: Page): Locator => page.locator('input[type=file][multiple]');

/** A point of the window, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Makes in the page what a drag or the clipboard carries. It is a text, for it runs in the browser. */
const TO_TRANSFER = `(files) => {
  const transfer = new DataTransfer();
  for (const { name, mimeType, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: mimeType }));
  }
  return transfer;
}`;

const encode = (files: readonly FileToAdd[]): string =>
  JSON.stringify(files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })));

/** Drags files to a point of the window, as the browser tells the page of it, and drops them. */
export async function drop(page: Page, files: readonly FileToAdd[], point: Point): Promise<void> {
  await drag(page, files, point, ['dragenter', 'dragover', 'drop']);
}

/** Drags files to a point of the window, and holds them there. */
export async function dragOver(page: Page, files: readonly FileToAdd[], point: Point): Promise<void> {
  await drag(page, files, point, ['dragenter', 'dragover']);
}

async function drag(page: Page, files: readonly FileToAdd[], { x, y }: Point, types: readonly string[]): Promise<void> {
  await page.evaluate(`(() => {
    const dataTransfer = (${TO_TRANSFER})(${encode(files)});
    const target = document.elementFromPoint(${x}, ${y}) ?? document.body;
    const init = { dataTransfer, clientX: ${x}, clientY: ${y}, bubbles: true, cancelable: true };
    for (const type of ${JSON.stringify(types)}) target.dispatchEvent(new DragEvent(type, init));
  })()`);
}

/** Pastes files or a text into an element. @returns whether the page left it to the browser. */
export async function paste(page: Page, selector: string, pasted: readonly FileToAdd[] | string): Promise<boolean> {
  const isText = typeof pasted === 'string';
  const left: unknown = await page.evaluate(`(() => {
    const clipboardData = (${TO_TRANSFER})(${isText ? '[]' : encode(pasted)});
    ${isText ? `clipboardData.setData('text/plain', ${JSON.stringify(pasted)});` : ''}
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    return document.querySelector(${JSON.stringify(selector)}).dispatchEvent(event);
  })()`);
  return left === true;
}
