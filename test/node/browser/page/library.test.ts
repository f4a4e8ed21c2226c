import { openAsBlob, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore } from './own-store.ts';

const PRODUCT = 71390;

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  [browser, store] = await Promise.all([launchBrowser(), makeStore('pagelibrary')]);
  const { vitrine } = store;
  await vitrine.media.create({ file: await openAsBlob('samples/cup-palette.png'), fileName: 'palette.png' });
  await vitrine.media.create({ file: await openAsBlob('samples/mug-alpha.webp'), fileName: 'mug.webp', alt: 'A mug' });
  const names = ['cup-landscape.jpg', 'cat-orientation-1.jpg', 'cat-orientation-2.jpg', 'cat-orientation-3.jpg'];
  const files = await Promise.all(
    names.map(async (fileName) => ({
      file: await openAsBlob(`samples/${fileName}`),
      fileName,
      alt: `${fileName} here`,
    })),
  );
  await vitrine.images.create(PRODUCT, files);
  await vitrine.images.create(PRODUCT + 1, [
    { file: await openAsBlob('samples/rocket-poster.jpg'), fileName: 'rocket.jpg' },
  ]);
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

const open = async (path: string, options = {}) => await openPage(browser, { token: store.admin, path, ...options });

const library = (page: Page) => page.getByRole('list', { name: 'Library' }).getByRole('button');

const sample = (name: string, as = name) => ({
  name: as,
  mimeType: 'image/jpeg',
  buffer: readFileSync(`samples/${name}`),
});

describe.skipIf(NO_BROWSER !== undefined)('the library', () => {
  it('is searched, and narrowed by folder, format and use [PAGE-61]', async () => {
    const { page, context, wrongs } = await open('library');
    await expect.poll(async () => await library(page).count()).toBe(7);
    await page.getByRole('searchbox', { name: 'Search files' }).fill('mug');
    await expect.poll(async () => await library(page).allInnerTexts()).toEqual([expect.stringContaining('mug.webp')]);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'Folder' }).selectOption('General');
    await expect.poll(async () => await library(page).count()).toBe(2);
    await page.getByRole('combobox', { name: 'Format' }).selectOption('PNG');
    await expect.poll(async () => await library(page).count()).toBe(1);
    await page.goto(page.url().replace(/\?.*/, '?unused=true'));
    await expect.poll(async () => await library(page).count()).toBe(2);
    await page.goto(page.url().replace(/\?.*/, '?search=nosuchfile'));
    await page.getByRole('heading', { name: 'No file is like this' }).waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('takes files that are picked or dropped, and says of each that it does not take why [PAGE-62]', async () => {
    const { page, context, wrongs } = await open('library');
    await library(page).first().waitFor();
    const broken = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
    const files = [sample('cup-cmyk.jpg'), broken, sample('cat-orientation-4.jpg')];
    await page.locator('input[type=file]').setInputFiles(files);
    const added = page.getByRole('list', { name: 'Just added' }).getByRole('button');
    await expect.poll(async () => await added.count()).toBe(2);
    const failed = page.getByRole('region', { name: '1 file was not added' });
    await expect.poll(async () => await failed.innerText()).toMatch(/notes\.jpg This is not a picture/);
    await expectNoViolations(page);
    await shoot(page, 'library-added');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => await failed.innerText()).toMatch(/notes\.jpg This is not a picture/);
    await failed.getByRole('button', { name: 'Dismiss' }).click();
    await failed.waitFor({ state: 'detached' });
    const bytes = readFileSync('samples/cat-orientation-6.jpg').toString('base64');
    await page.evaluate(`{
      const bytes = Uint8Array.from(atob('${bytes}'), (character) => character.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await expect.poll(async () => await added.count()).toBe(3);
    const names = (await store.vitrine.media.list({ search: 'dropped' }).toArray()).map(({ fileName }) => fileName);
    expect(names).toEqual(['dropped.jpg']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('names a file, gives it a text and a folder, and deletes what nothing shows [PAGE-63]', async () => {
    const { page, context, wrongs } = await open('library?search=palette');
    await library(page).click();
    const dialog = page.getByRole('dialog', { name: 'palette.png' });
    await dialog.getByText('No product shows this file.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'library-file');
    await dialog.getByLabel('File name').fill('colours.png');
    await dialog.getByLabel('Text in the library').fill('A cup in 256 colours');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await library(page).filter({ hasText: 'colours.png' }).and(page.locator(':focus')).waitFor();
    const [media] = await store.vitrine.media.list({ search: 'colours.png' }).toArray();
    expect(media).toMatchObject({ alt: 'A cup in 256 colours', folder: 'general' });
    await library(page).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete' });
    await question.getByText('Delete colours.png for good?').waitFor();
    await expectNoViolations(page);
    await question.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('colours.png was deleted').first().waitFor();
    await expect.poll(async () => await library(page).count()).toBe(0);
    expect(await store.vitrine.media.list({ search: 'colours.png' }).toArray()).toEqual([]);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('says who shows a file, and why it stays; a mistake is told in the dialog that it was made in [PAGE-63]', async () => {
    const { page, context, wrongs } = await open('library?search=rocket');
    await library(page).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Products show this file.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await dialog.getByLabel('File name').fill('a/b.jpg');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('.toast-failure').waitFor();
    expect(await dialog.getByRole('status').innerText()).not.toBe('');
    await dialog.getByRole('link', { name: `Product ${PRODUCT + 1}` }).click();
    await page.getByRole('heading', { name: `Product ${PRODUCT + 1}`, level: 1 }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByRole('status').count()).toBe(1);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('the trash', () => {
  it('brings back one and several to where they were, also of one product alone [PAGE-64]', async () => {
    const { vitrine } = store;
    const before = (await vitrine.products.get(PRODUCT)).images.map(({ id }) => id);
    await vitrine.images.delete(PRODUCT, before.slice(0, 3));
    const { page, context, wrongs } = await open(`trash?product=${PRODUCT}`);
    const rows = page.getByRole('main').getByRole('listitem');
    await expect.poll(async () => await rows.count()).toBe(3);
    expect(await page.getByRole('button', { name: 'Empty the trash' }).count()).toBe(0);
    await expectNoViolations(page);
    await shoot(page, 'trash');
    await page.getByRole('button', { name: 'Bring back cup-landscape.jpg' }).click();
    await expect.poll(async () => await rows.count()).toBe(2);
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.getByRole('button', { name: 'Bring 2 images back' }).click();
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
    expect((await vitrine.products.get(PRODUCT)).images.map(({ id }) => id)).toEqual(before);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('removes for good what is selected, and is emptied, after a question [PAGE-64]', async () => {
    const { vitrine } = store;
    const { images } = await vitrine.products.get(PRODUCT);
    await vitrine.images.delete(
      PRODUCT,
      images.slice(1).map(({ id }) => id),
    );
    const { page, context, wrongs } = await open('trash');
    const rows = page.getByRole('main').getByRole('listitem');
    await expect.poll(async () => await rows.count()).toBe(3);
    await page.getByRole('checkbox', { name: 'Select cat-orientation-2.jpg' }).check();
    await page.getByRole('button', { name: 'Remove 1 image for good' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await rows.count()).toBe(3);
    await page.getByRole('button', { name: 'Remove 1 image for good' }).click();
    await dialog.getByRole('button', { name: 'Remove 1 image for good' }).click();
    await expect.poll(async () => await rows.count()).toBe(2);
    await page.getByRole('button', { name: 'Empty the trash' }).click();
    await dialog.getByRole('button', { name: 'Empty the trash' }).click();
    await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
    expect(await vitrine.trash.list().toArray()).toEqual([]);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
