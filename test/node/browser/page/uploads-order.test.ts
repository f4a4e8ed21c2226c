import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { seededRandom } from '../../../support/seeded-random.ts';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import {
  drop,
  expectNames,
  fill,
  inputOf,
  namesOf,
  noisyPicture,
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

const open = async (product: number) => {
  const opened = await openPage(browser, { path: `products/${product}` });
  await opened.page.getByRole('heading', { level: 1, name: `Product ${product}` }).waitFor();
  return opened;
};

const images = (page: Page) => page.getByRole('list', { name: 'Images' }).locator('[data-image-id]');

const shownNames = async (page: Page): Promise<readonly string[]> =>
  await page.getByRole('list', { name: 'Images' }).locator('.tile-name').allInnerTexts();

/** Has requests that create images wait until they are let go, and counts them by their keys. */
async function holdUploads(page: Page): Promise<{ readonly keys: string[]; readonly letGo: () => void }> {
  const held = Promise.withResolvers<undefined>();
  const keys: string[] = [];
  await page.route('**/images', async (route) => {
    // The move that settles their order, where they came in another one, is no upload.
    if (route.request().method() === 'POST') keys.push(route.request().headers()['idempotency-key'] ?? '');
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  return { keys, letGo: () => held.resolve(undefined) };
}

describe.skipIf(NO_BROWSER !== undefined)('a drop', () => {
  it('keeps its order in the middle, whatever order the answers come in, and is one step of undo [PAGE-34]', async () => {
    await fill(71_120, await plainFiles('old', 3));
    const { page, context, wrongs } = await open(71_120);
    const random = seededRandom(14);
    const delayed: (() => void)[] = [];
    await page.route('**/images', async (route) => {
      if (route.request().method() === 'POST') {
        await new Promise<void>((resolve) => delayed.push(resolve));
      }
      await route.continue();
    });
    // Of those that are on their way another one is let go each time.
    const letGo = setInterval(() => delayed.splice(random.int(Math.max(1, delayed.length)), 1)[0]?.(), 30);
    const second = await images(page).nth(1).boundingBox();
    const files = await plainFiles('new', 12);
    await drop(page, files, { x: (second?.x ?? 0) + 10, y: (second?.y ?? 0) + 60 });
    const expected = ['old-1.png', ...files.map(({ name }) => name), 'old-2.png', 'old-3.png'];
    await expect.poll(async () => await shownNames(page), SOON).toEqual(expected);
    await expect.poll(() => page.getByRole('status').innerText(), SOON).toBe('12 of 12 added');
    clearInterval(letGo);
    await expectNames(71_120, expected);
    expect(await shownNames(page)).toEqual(expected);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => await namesOf(71_120), SOON).toEqual(['old-1.png', 'old-2.png', 'old-3.png']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('before the first image gives the product its main image, and leaves what is moved meanwhile [PAGE-34]', async () => {
    await fill(71_121, await plainFiles('old', 2));
    const { page, context, wrongs } = await open(71_121);
    const first = await images(page).first().boundingBox();
    const held = Promise.withResolvers<undefined>();
    let count = 0;
    await page.route('**/images', async (route) => {
      count += route.request().method() === 'POST' ? 1 : 0;
      if (count > 1 && route.request().method() === 'POST') await held.promise;
      await route.continue();
    });
    await drop(page, await plainFiles('new', 3), { x: (first?.x ?? 0) + 10, y: (first?.y ?? 0) + 60 });
    await expect.poll(async () => await images(page).count(), SOON).toBe(3);
    const moved = images(page).filter({ hasText: 'new-1.png' });
    await moved.getByText('Main').waitFor();
    await moved.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Move to last' }).click();
    await expect
      .poll(async () => await shownNames(page), SOON)
      .toEqual(['new-2.png', 'new-3.png', 'old-1.png', 'old-2.png', 'new-1.png']);
    held.resolve(undefined);
    await images(page).nth(4).waitFor();
    await expect
      .poll(async () => await namesOf(71_121), SOON)
      .toEqual(['new-2.png', 'new-3.png', 'old-1.png', 'old-2.png', 'new-1.png']);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('the queue', () => {
  it('sends three at a time, and leaves out what waits when asked [PAGE-31]', async () => {
    const { page, context } = await open(71_122);
    const { keys, letGo } = await holdUploads(page);
    await inputOf(page).setInputFiles([...(await plainFiles('queue', 6))]);
    await expect.poll(() => keys.length, SOON).toBe(3);
    await page.getByText('0 of 6 added').waitFor();
    await page.getByRole('button', { name: 'Leave the waiting ones out' }).click();
    letGo();
    await images(page).nth(2).waitFor();
    await expect.poll(async () => await page.locator('[data-upload]').count(), SOON).toBe(0);
    await expectNames(71_122, ['queue-1.png', 'queue-2.png', 'queue-3.png']);
    expect(new Set(keys).size).toBe(3);
    await context.close();
  });

  it('goes on by itself after answers of a service that is busy, with the same key each time [PAGE-33]', async () => {
    const { page, context } = await open(71_123);
    const keys: string[] = [];
    await page.route('**/images', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (keys.length > 2) return await route.continue();
      return await route.fulfill({ status: 503, headers: { 'Retry-After': '0' }, body: 'busy' });
    });
    await inputOf(page).setInputFiles([...(await plainFiles('busy', 1))]);
    await images(page).first().waitFor();
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    await expectNames(71_123, ['busy-1.png']);
    await context.close();
  });

  it('says why a file failed, and tries it again, or all, under its own key [PAGE-32, PAGE-33]', async () => {
    const { page, context } = await open(71_124);
    const keys: string[] = [];
    let isBroken = true;
    await page.route('**/images', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (!isBroken) return await route.continue();
      const body = JSON.stringify({
        type: '/docs/errors#internal-error',
        title: 'Something went wrong on our side',
        status: 500,
        detail: 'Something went wrong on our side.',
        requestId: 'x',
      });
      // It was added all the same, and the answer is lost.
      await route.fetch();
      return await route.fulfill({ status: 500, contentType: 'application/problem+json', body });
    });
    await inputOf(page).setInputFiles([...(await plainFiles('again', 2))]);
    await page.getByText('0 of 2 added, 2 failed').waitFor();
    await shoot(page, 'uploads-retry');
    isBroken = false;
    await tileOf(page, 'again-1.png').getByRole('button', { name: 'Retry' }).click();
    await images(page).first().waitFor();
    await tileOf(page, 'again-2.png').getByRole('button', { name: 'Retry' }).click();
    await expect.poll(async () => await page.locator('[data-upload]').count(), SOON).toBe(0);
    // Each is there once. Tried again one by one, they stay where the service has them since they came first.
    expect((await namesOf(71_124)).toSorted()).toEqual(['again-1.png', 'again-2.png']);
    expect(new Set(keys).size).toBe(2);
    await context.close();
  });

  it('takes what fits into a thousand, and tells how many do not [PAGE-39]', async () => {
    const [one] = await plainFiles('full', 1);
    if (one === undefined) throw new Error('no file');
    const { id: mediaId } = await vitrine.media.create({ file: new Blob([new Uint8Array(one.buffer)]) });
    for (let count = 0; count < 999; count += 100) {
      const some = Array.from({ length: Math.min(100, 999 - count) }, () => ({ mediaId }));
      await vitrine.images.create(71_125, some);
    }
    const { page, context } = await open(71_125);
    await page.getByText('999 of 1000').waitFor();
    await inputOf(page).setInputFiles([...(await plainFiles('fit', 3))]);
    await page.getByText('A product has room for 1000 images, so 2 pictures were not added.').first().waitFor();
    await page.getByText('1000 of 1000').waitFor();
    await expect.poll(async () => (await namesOf(71_125)).at(-1), SOON).toBe('fit-1.png');
    await context.close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('the line', () => {
  it('may break: files wait, say so, and go on once each [PAGE-37, PAGE-33]', async () => {
    const { page, context } = await open(71_126);
    await context.setOffline(true);
    await inputOf(page).setInputFiles([...(await plainFiles('line', 4))]);
    await page.getByText('The service cannot be reached.').waitFor();
    await tileOf(page, 'line-4.png').getByText('Waiting for the connection').waitFor();
    await shoot(page, 'uploads-offline');
    await context.setOffline(false);
    await images(page).nth(3).waitFor();
    await page.getByText('The service cannot be reached.').waitFor({ state: 'detached' });
    await expectNames(71_126, ['line-1.png', 'line-2.png', 'line-3.png', 'line-4.png']);
    await context.close();
  });

  it('may be slow: each file tells how much has left [PAGE-31]', async () => {
    const { page, context } = await open(71_127);
    const devTools = await context.newCDPSession(page);
    await devTools.send('Network.enable');
    const slow = { offline: false, latency: 100, downloadThroughput: 200_000, uploadThroughput: 150_000 };
    await devTools.send('Network.emulateNetworkConditions', slow);
    const buffer = await noisyPicture(420, 420).png().toBuffer();
    await inputOf(page).setInputFiles({ name: 'slow.png', mimeType: 'image/png', buffer });
    await tileOf(page, 'slow.png')
      .getByText(/^[1-9]\d? %$/)
      .waitFor();
    await images(page).first().waitFor();
    await expectNames(71_127, ['slow.png']);
    await context.close();
  });

  it('is warned of when the page is left, and another screen of the page stops nothing [PAGE-37]', async () => {
    const { page, context, wrongs } = await open(71_128);
    const { letGo } = await holdUploads(page);
    await inputOf(page).setInputFiles([...(await plainFiles('leave', 2))]);
    await tileOf(page, 'leave-2.png').waitFor();
    // Browsers ask nobody who has done nothing on a page.
    await page.getByRole('heading', { level: 1 }).click();
    const asked = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await closing;
    await page.getByRole('link', { name: 'Products', exact: true }).first().click();
    await page.getByRole('region', { name: 'Products' }).waitFor();
    await page.getByRole('link', { name: '2 uploading' }).click();
    await tileOf(page, 'leave-1.png').waitFor();
    await page.getByRole('link', { name: 'Products', exact: true }).first().click();
    letGo();
    await expect.poll(async () => await namesOf(71_128), SOON).toEqual(['leave-1.png', 'leave-2.png']);
    await page.getByRole('link', { name: '2 uploading' }).waitFor({ state: 'detached' });
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('replacing a picture', () => {
  it('keeps id, place and words, shows before and after, and takes the old one back [PAGE-38]', async () => {
    const [, second = 0] = await fill(71_129, [sampleFile('cup-landscape.jpg'), sampleFile('mug-alpha.webp')]);
    await vitrine.images.update(71_129, [{ id: second, alt: 'A mug' }]);
    const { page, context, wrongs } = await open(71_129);
    const tile = images(page).nth(1);
    await tile.getByRole('button', { name: 'Actions' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Replace…' }).click();
    const { name, mimeType, buffer } = sampleFile('cup-square.webp');
    await (await chooser).setFiles({ name, mimeType, buffer });
    const panel = page.getByRole('region', { name: 'Replaced by cup-square.webp' });
    await panel.getByText('The picture was replaced.').waitFor();
    await shoot(page, 'uploads-replaced');
    const [, after] = (await vitrine.products.get(71_129)).images;
    expect([after?.id, after?.alt, after?.media.fileName]).toEqual([second, 'A mug', 'cup-square.webp']);
    await tile.getByText('cup-square.webp').waitFor();
    await panel.getByRole('button', { name: 'Take the old one back' }).click();
    await tile.getByText('mug-alpha.webp').waitFor();
    await expectNames(71_129, ['cup-landscape.jpg', 'mug-alpha.webp']);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
