import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { CZECH, DARK, PHONE, type PageState } from './state.ts';

/** Products of the demo store: mugs in three colours, and a watering can with a turntable. */
const MUGS = 'products/1001';
const CAN = 'products/1014';

const tiles = (page: Page): Locator => page.locator('li[data-image-id]');

const isThere = async (page: Page): Promise<void> => await tiles(page).first().waitFor();

/** Opens the menu of an image and takes an entry of it. */
async function choose(page: Page, index: number, entry: string): Promise<void> {
  await isThere(page);
  await tiles(page).nth(index).getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const readPicture = (name: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: readFileSync(`samples/${name}`),
});

/** Holds back what is sent, so that files are seen on their way. */
async function addSlowly(page: Page): Promise<void> {
  await isThere(page);
  await page.route('**/images', async () => await new Promise(() => undefined));
  const names = ['cup-landscape.jpg', 'cat-orientation-1.jpg', 'cup-large.jpg', 'rocket-poster.jpg'];
  await page.locator('input[type=file][multiple]').setInputFiles(names.map(readPicture));
  await page.getByText('0 of 4 added').waitFor();
}

async function addBroken(page: Page): Promise<void> {
  await isThere(page);
  const broken = readPicture('cup-landscape.jpg').buffer.subarray(0, 3_000);
  const notes = Buffer.from('Mugs: ask for new pictures.');
  await page.locator('input[type=file][multiple]').setInputFiles([
    { name: 'mug-new.jpg', mimeType: 'image/jpeg', buffer: broken },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: notes },
  ]);
  await page.getByRole('button', { name: 'Retry' }).nth(1).waitFor();
}

/** Drags the third image before the first, and does not let it go. */
async function drag(page: Page): Promise<void> {
  await isThere(page);
  const [from, to] = [await tiles(page).nth(2).boundingBox(), await tiles(page).nth(0).boundingBox()];
  if (from === null || to === null) throw new Error('There are no tiles.');
  await page.mouse.move(from.x + 90, from.y + 90);
  await page.mouse.down();
  await page.mouse.move(to.x + 24, to.y + 110, { steps: 12 });
  await page.locator('.drop-mark').waitFor();
}

async function select(page: Page, count: number): Promise<void> {
  await isThere(page);
  for (let index = 0; index < count; index += 1) await tiles(page).nth(index).getByRole('checkbox').check();
}

/** The states of the screen of a product. */
export const GALLERY_STATES: readonly PageState[] = [
  { name: 'product', shows: 'A product and its images.', path: MUGS, prepare: isThere },
  { name: 'product-dark', shows: 'The same in dark colours.', path: MUGS, options: DARK, prepare: isThere },
  { name: 'product-phone', shows: 'The same on a phone.', path: MUGS, options: PHONE, prepare: isThere },
  { name: 'product-czech', shows: 'The same in Czech.', path: MUGS, options: CZECH, prepare: isThere },
  {
    name: 'product-menu',
    shows: 'What can be done with an image.',
    path: MUGS,
    prepare: async (page) => {
      await isThere(page);
      await tiles(page).first().getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Move to first' }).waitFor();
    },
  },
  { name: 'product-drag', shows: 'An image that is dragged before the first.', path: MUGS, prepare: drag },
  {
    name: 'product-lift',
    shows: 'An image that is moved by the arrow keys.',
    path: MUGS,
    prepare: async (page) => {
      await isThere(page);
      await tiles(page).nth(2).focus();
      for (const key of ['Space', 'ArrowLeft']) await page.keyboard.press(key);
    },
  },
  {
    name: 'product-selection',
    shows: 'Several images selected, and what can be done with them.',
    path: MUGS,
    prepare: async (page) => await select(page, 3),
  },
  { name: 'product-uploading', shows: 'Pictures on their way.', path: MUGS, prepare: addSlowly },
  { name: 'product-failed', shows: 'Files that could not be added, and why.', path: MUGS, prepare: addBroken },
  {
    name: 'product-history',
    shows: 'Who did what, and the way back to any point.',
    path: MUGS,
    prepare: async (page) => {
      await isThere(page);
      await page.getByRole('button', { name: 'History' }).click();
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'product-text-for-many',
    shows: 'One text by a template for many images.',
    path: MUGS,
    prepare: async (page) => {
      await isThere(page);
      await page.getByRole('button', { name: 'Text for many' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'product-details',
    shows: 'What is to know of an image, and every size of it.',
    path: MUGS,
    prepare: async (page) => await choose(page, 0, 'Details'),
  },
  {
    name: 'product-focal-point',
    shows: 'The focal point, and what sizes cut around it.',
    path: MUGS,
    prepare: async (page) => await choose(page, 0, 'Focal point'),
  },
  {
    name: 'product-variants',
    shows: 'Which variants show an image.',
    path: MUGS,
    prepare: async (page) => await choose(page, 0, 'Show for variants'),
  },
  {
    name: 'product-from-library',
    shows: 'Pictures taken from the library.',
    path: MUGS,
    prepare: async (page) => {
      await isThere(page);
      await page.getByRole('button', { name: 'More ways to add' }).click();
      await page.getByRole('menuitem', { name: 'From the library' }).click();
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  },
  {
    name: 'product-turntable',
    shows: 'A product that is turned as shoppers turn it.',
    path: CAN,
    prepare: async (page) => {
      await page.getByRole('tab', { name: '360°' }).click();
      await isThere(page);
    },
  },
];
