import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { newStateDir } from '../../support/service.ts';
import {
  dragOver,
  drop,
  expectNames,
  fill,
  inputOf,
  namesOf,
  noisyPicture,
  paste,
  plainFiles,
  sampleFile,
  tileOf,
} from './added-files.ts';
import { openPage, shoot } from './open-page.ts';

/** How long a machine that is busy with other things may take. */
const SOON = { timeout: 20_000 };

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER === undefined) browser = await launchBrowser();
});

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

const vitrine = new Vitrine({ url: inject('origin'), token: 'demo-token' });

const open = async (product: number, options: Parameters<typeof openPage>[1] = {}) => {
  const opened = await openPage(browser, { path: `products/${product}`, ...options });
  await opened.page.getByRole('heading', { level: 1, name: `Product ${product}` }).waitFor();
  return opened;
};

const images = (page: Page) => page.getByRole('list', { name: 'Images' }).locator('[data-image-id]');

const CUP = sampleFile('cup-landscape.jpg');

describe.skipIf(NO_BROWSER !== undefined)('the ways to add pictures', () => {
  it('shows chosen files at once and adds them in their order [PAGE-30, PAGE-31]', async () => {
    const { page, context, wrongs } = await open(71_100);
    const files = await plainFiles('pick', 5);
    await inputOf(page).setInputFiles([...files]);
    await images(page).nth(4).waitFor();
    await expectNames(
      71_100,
      files.map(({ name }) => name),
    );
    await expect.poll(() => page.getByRole('status').innerText(), SOON).toBe('5 of 5 added');
    expect(await page.getByRole('status').count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => await namesOf(71_100), SOON).toEqual([]);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('takes a drop where it lands, and shows the file there until it is added [PAGE-30, PAGE-34]', async () => {
    await fill(71_101, await plainFiles('there', 3));
    const { page, context, wrongs } = await open(71_101);
    const second = await images(page).nth(1).boundingBox();
    if (second === null) throw new Error('no tile');
    const held = Promise.withResolvers<undefined>();
    await page.route('**/images', async (route) => {
      await held.promise;
      await route.continue();
    });
    const dropped = await plainFiles('dropped', 2);
    await drop(page, dropped, { x: second.x + 10, y: second.y + 60 });
    await tileOf(page, 'dropped-2.png').waitFor();
    await expect
      .poll(async () => await page.getByRole('list', { name: 'Images' }).locator('.tile-name').allInnerTexts())
      .toEqual(['there-1.png', 'dropped-1.png', 'dropped-2.png', 'there-2.png', 'there-3.png']);
    await shoot(page, 'uploads-dropped');
    held.resolve(undefined);
    await expect
      .poll(async () => await namesOf(71_101), SOON)
      .toEqual(['there-1.png', 'dropped-1.png', 'dropped-2.png', 'there-2.png', 'there-3.png']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('shows where a drop would land [PAGE-30]', async () => {
    await fill(71_102, await plainFiles('there', 2));
    const { page, context } = await open(71_102);
    const box = await images(page).nth(1).boundingBox();
    await dragOver(page, [CUP], { x: (box?.x ?? 0) + 10, y: (box?.y ?? 0) + 60 });
    await page.getByText('Drop to add before no. 2').waitFor();
    expect(await page.locator('.file-drop-mark').count()).toBe(1);
    await shoot(page, 'uploads-drag-over');
    await context.close();
  });

  it('takes pictures and addresses from the clipboard, and leaves texts for fields alone [PAGE-30, PAGE-40]', async () => {
    const { page, context, wrongs } = await open(71_103);
    expect(await paste(page, 'body', [CUP])).toBe(false);
    await images(page).first().waitFor();
    const url = `http://${inject('pictureHost')}/pictures/cup-square.webp`;
    expect(await paste(page, 'body', 'just words')).toBe(true);
    expect(await paste(page, '.tile input', url)).toBe(true);
    expect(await paste(page, 'body', url)).toBe(false);
    await page.getByRole('button', { name: 'Add 1 picture' }).click();
    await images(page).nth(1).waitFor();
    await expectNames(71_103, ['cup-landscape.jpg', 'cup-square.webp']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('takes a dropped folder with all its pictures by name, and names the rest [PAGE-30]', async () => {
    const { page, context } = await open(71_104);
    const dir = await newStateDir();
    mkdirSync(join(dir.path, 'shoot', 'more'), { recursive: true });
    const [first, second, third] = await plainFiles('folder', 3);
    writeFileSync(join(dir.path, 'shoot', '10.png'), first?.buffer ?? '');
    writeFileSync(join(dir.path, 'shoot', '2.png'), second?.buffer ?? '');
    writeFileSync(join(dir.path, 'shoot', 'more', '3.png'), third?.buffer ?? '');
    writeFileSync(join(dir.path, 'shoot', 'notes.txt'), 'notes');
    const devTools = await context.newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [join(dir.path, 'shoot')], dragOperationsMask: 1 };
      await devTools.send('Input.dispatchDragEvent', { type, x: 600, y: 500, data });
    }
    await images(page).nth(2).waitFor();
    await page.getByText('notes.txt').first().waitFor();
    await expectNames(71_104, ['2.png', '10.png', '3.png']);
    await dir.remove();
    await context.close();
  });

  it('takes a chosen folder [PAGE-30]', async () => {
    const { page, context } = await open(71_105);
    const dir = await newStateDir();
    const [first, second] = await plainFiles('folder', 2);
    writeFileSync(join(dir.path, '10.png'), first?.buffer ?? '');
    writeFileSync(join(dir.path, '2.png'), second?.buffer ?? '');
    await page.getByRole('button', { name: 'More ways to add' }).click();
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Folder…' }).click();
    await (await chosen).setFiles(dir.path);
    await images(page).nth(1).waitFor();
    await expectNames(71_105, ['2.png', '10.png']);
    await dir.remove();
    await context.close();
  });

  it('fetches addresses one by one, each with its tile, and says which line is none [PAGE-40]', async () => {
    const { page, context, wrongs } = await open(71_106);
    await page.getByRole('button', { name: 'More ways to add' }).click();
    await page.getByRole('menuitem', { name: 'From web addresses…' }).click();
    const host = `http://${inject('pictureHost')}`;
    const field = page.getByRole('textbox', { name: 'Addresses of pictures' });
    await field.fill(`${host}/pictures/cup-landscape.jpg\nno address`);
    await page.getByText('No web address in line 2').waitFor();
    await field.fill(`${host}/pictures/cup-landscape.jpg\n${host}/broken/status/404\n${host}/pictures/mug-alpha.webp`);
    await page.getByRole('button', { name: 'Add 3 pictures' }).click();
    await images(page).nth(1).waitFor();
    await tileOf(page, '404').getByText('The picture could not be fetched').waitFor();
    await expect.poll(() => page.getByRole('status').innerText(), SOON).toContain('2 of 3 added, 1 failed');
    await expectNames(71_106, ['cup-landscape.jpg', 'mug-alpha.webp']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('has many addresses fetched by a job, whose progress and reasons are shown [PAGE-40]', async () => {
    const { page, context, wrongs } = await open(71_107);
    await page.getByRole('button', { name: 'More ways to add' }).click();
    await page.getByRole('menuitem', { name: 'From web addresses…' }).click();
    const host = `http://${inject('pictureHost')}`;
    const urls = Array.from({ length: 21 }, (_, index) => `${host}/pictures/swatch-tiny.png?n=${index}`);
    await page
      .getByRole('textbox', { name: 'Addresses of pictures' })
      .fill([...urls, `${host}/broken/status/404`].join('\n'));
    await page.getByRole('button', { name: 'Add 22 pictures' }).click();
    await page.getByText('21 of 22 fetched, 1 failed', { exact: false }).first().waitFor({ timeout: 45_000 });
    await page.getByText(`${host}/broken/status/404:`).waitFor();
    await expect.poll(async () => await images(page).count(), SOON).toBe(21);
    expect(await page.getByText('Someone else changed').count()).toBe(0);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('places files of the library, found by name, many at once [PAGE-41]', async () => {
    const names = ['library-quokka-1.png', 'library-quokka-2.png'];
    for (const [index, { buffer }] of (await plainFiles('library', 2)).entries()) {
      await vitrine.media.create({ file: new Blob([new Uint8Array(buffer)]), fileName: names[index] });
    }
    const { page, context, wrongs } = await open(71_108);
    await page.getByRole('button', { name: 'More ways to add' }).click();
    await page.getByRole('menuitem', { name: 'From the library…' }).click();
    await page.getByRole('searchbox', { name: 'Search by name or text' }).fill('quokka');
    for (const name of names) await page.getByRole('checkbox', { name }).check();
    await shoot(page, 'uploads-library');
    await page.getByRole('button', { name: 'Add 2 pictures' }).click();
    await images(page).nth(1).waitFor();
    expect((await vitrine.products.get(71_108)).images).toHaveLength(2);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('opens the product that files are dropped on in the list, and asks for one elsewhere [PAGE-43]', async () => {
    await fill(71_109, [CUP]);
    const { page, context } = await openPage(browser, { path: '?search=71109' });
    const card = page.locator('a[href$="/products/71109"]');
    await card.waitFor();
    await drop(page, [sampleFile('mug-alpha.webp')], { x: 5, y: 600 });
    await page.getByText('Open a product first, or drop the pictures on one.').first().waitFor();
    const box = await card.boundingBox();
    await drop(page, [sampleFile('mug-alpha.webp')], { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 });
    await images(page).nth(1).waitFor();
    await expectNames(71_109, ['cup-landscape.jpg', 'mug-alpha.webp']);
    await context.close();
  });

  it('offers the camera to a finger, and nothing is cut off on a phone [PAGE-30]', async () => {
    const { page, context } = await open(71_114, {
      viewport: { width: 320, height: 700 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    });
    await inputOf(page).setInputFiles([CUP, { ...CUP, name: 'again.jpg' }, { ...CUP, name: 'notes.txt' }]);
    await images(page).first().waitFor();
    await tileOf(page, 'again.jpg').getByRole('button', { name: 'Add anyway' }).waitFor();
    await shoot(page, 'uploads-phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.getByRole('button', { name: 'More ways to add' }).tap();
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Take a picture…' }).tap();
    await (await chosen).setFiles([sampleFile('mug-alpha.webp')]);
    await images(page).nth(1).waitFor();
    await context.close();
  });

  it('offers a reader nothing to add, and says why when something is dragged [PAGE-42]', async () => {
    await fill(71_110, [CUP]);
    const { page, context } = await open(71_110, { token: 'demo-read-token' });
    await images(page).first().waitFor();
    expect(await inputOf(page).count()).toBe(0);
    await dragOver(page, [sampleFile('mug-alpha.webp')], { x: 600, y: 500 });
    await page.locator('.drop-overlay').getByText('your token has the scope read').waitFor();
    await drop(page, [sampleFile('mug-alpha.webp')], { x: 600, y: 500 });
    await expectNames(71_110, ['cup-landscape.jpg']);
    await context.close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('what is done with files before they are sent', () => {
  it('scales what is too large, converts AVIF, and says so [PAGE-35]', async () => {
    const { page, context, wrongs } = await open(71_111);
    const large = await noisyPicture(2000, 1800).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    expect(large.length).toBeGreaterThan(9_000_000);
    const wide = await sharp({ create: { width: 13_000, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const avif = await noisyPicture(64, 48).avif().toBuffer();
    // Nothing is sent before it was looked at.
    await context.setOffline(true);
    await inputOf(page).setInputFiles([
      { name: 'large.jpg', mimeType: 'image/jpeg', buffer: large },
      { name: 'wide.png', mimeType: 'image/png', buffer: wide },
      { name: 'small.avif', mimeType: 'image/avif', buffer: avif },
    ]);
    await tileOf(page, 'large.jpg').getByText('Compressed from ').waitFor();
    await tileOf(page, 'wide.png').getByText('Scaled from 13000 × 20 to 12000 × 18.').waitFor();
    await tileOf(page, 'small.avif').getByText('Converted from AVIF to JPEG.').waitFor();
    await shoot(page, 'uploads-prepared');
    await context.setOffline(false);
    await images(page).nth(2).waitFor();
    const stored = (await vitrine.products.get(71_111)).images.map(({ media }) => media);
    expect(stored.map(({ fileName, format }) => [fileName, format])).toEqual([
      ['large.jpg', 'jpeg'],
      ['wide.jpg', 'jpeg'],
      ['small.jpg', 'jpeg'],
    ]);
    expect(stored.every(({ bytes }) => bytes <= 8 * 1024 * 1024)).toBe(true);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('says what is wrong with a broken, an unsupported and a HEIC file, each with Retry [PAGE-32, PAGE-35]', async () => {
    const { page, context, wrongs } = await open(71_112);
    const heic = Buffer.from('\0\0\0\u{18}ftypheic\0\0\0\0mif1heic', 'latin1');
    await inputOf(page).setInputFiles([
      { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: CUP.buffer.subarray(0, 300) },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') },
      {
        name: 'vector.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      },
      { name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic },
      CUP,
    ]);
    await images(page).first().waitFor();
    await tileOf(page, 'broken.jpg').getByText('This picture is broken').waitFor();
    await tileOf(page, 'notes.txt').getByText('This is not a picture.').waitFor();
    await tileOf(page, 'vector.svg').getByText('This is not a picture that can be shown').waitFor();
    await tileOf(page, 'IMG_1.HEIC').getByText('Settings › Camera › Formats › Most Compatible').waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(4);
    await shoot(page, 'uploads-failed');
    await tileOf(page, 'broken.jpg').getByRole('button', { name: 'Remove' }).click();
    await tileOf(page, 'broken.jpg').waitFor({ state: 'detached' });
    await expectNames(71_112, ['cup-landscape.jpg']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('asks about a picture that is here, under whatever name, for one and for all [PAGE-36]', async () => {
    const [one, two, three] = await plainFiles('same', 3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('no files');
    await fill(71_113, [one, two]);
    const { page, context, wrongs } = await open(71_113);
    await images(page).nth(1).waitFor();
    await inputOf(page).setInputFiles([{ ...two, name: 'renamed.png' }, three, { ...three, name: 'again.png' }]);
    await tileOf(page, 'renamed.png').getByText('Already here, as no. 2 – add anyway?').waitFor();
    await tileOf(page, 'again.png').getByRole('button', { name: 'Leave out' }).click();
    await tileOf(page, 'renamed.png').getByRole('button', { name: 'Add anyway' }).click();
    await images(page).nth(3).waitFor();
    await expect
      .poll(async () => await namesOf(71_113), SOON)
      .toEqual(['same-1.png', 'same-2.png', 'renamed.png', 'same-3.png']);
    await inputOf(page).setInputFiles([one, two, three]);
    await page.getByText('3 pictures are here already.').waitFor();
    await shoot(page, 'uploads-asked');
    await page.getByRole('button', { name: 'Leave all out' }).click();
    await page.locator('[data-upload]').first().waitFor({ state: 'detached' });
    expect(await namesOf(71_113)).toHaveLength(4);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
