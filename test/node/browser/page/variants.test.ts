import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectSoon } from './expect-soon.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore, seed } from './own-store.ts';

const SAMPLES = ['cup-landscape.jpg', 'mug-alpha.webp', 'rocket-poster.jpg'];

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  browser = await launchBrowser();
  store = await makeStore('pagevariants');
});

afterAll(async () => await browser?.close());

/** Gives a variant a picture of its own, as other systems do. */
async function giveOwnPicture(product: number, variant: string): Promise<void> {
  const form = new FormData();
  form.append('image_file', new Blob([readFileSync('samples/cup-static.gif')]), 'cup-static.gif');
  const path = `/stores/pagevariants/v3/catalog/products/${product}/variants/${variant}/image`;
  const headers = { 'X-Auth-Token': store.admin };
  const { status } = await fetch(`${inject('origin')}${path}`, { method: 'POST', headers, body: form });
  expect(status).toBe(200);
}

/** Opens a product whose variants 7 and 8 show its first image, and whose variant 10 has a picture of its own. */
async function open(product: number, token = store.admin) {
  const ids = await seed(
    store.vitrine,
    product,
    SAMPLES.map((sample) => ({ sample })),
  );
  const imageId = ids[0] ?? null;
  await store.vitrine.variants.set(
    product,
    ['7', '8'].map((variant) => ({ variant, imageId })),
  );
  await giveOwnPicture(product, '10');
  const opened = await openPage(browser, { path: `products/${product}`, token });
  await opened.page.locator('.tile').first().waitFor();
  return { ids, ...opened };
}

const shownBy = async (product: number): Promise<readonly (readonly [string, number | null, boolean])[]> =>
  (await store.vitrine.products.get(product)).variants.map(({ variant, imageId, media }) => [
    variant,
    imageId,
    media !== null,
  ]);

const chips = async (page: Page): Promise<readonly string[]> =>
  await page.getByRole('list', { name: 'Variants' }).getByRole('listitem').allTextContents();

describe.skipIf(NO_BROWSER !== undefined)('variants', () => {
  it('say what they show, and tiles which of them show them [PAGE-56, PAGE-57]', async () => {
    const { page, context, wrongs } = await open(71260);
    await expectSoon(async () => await chips(page)).toStrictEqual([
      'Variant 7image 1',
      'Variant 8image 1',
      'Variant 10own picture',
    ]);
    await page.locator('.tile').first().getByText('Variants 7, 8').waitFor();
    await page.getByRole('button', { name: 'Variant 7', exact: false }).first().click();
    await shoot(page, 'variants');
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('lose a reference, which can be taken back [PAGE-56]', async () => {
    const { page, context, ids } = await open(71261);
    await page.getByRole('button', { name: 'Take the picture from variant 8' }).click();
    await expectSoon(async () => (await shownBy(71261))[2]).toStrictEqual(['8', null, false]);
    await expectSoon(async () => await page.locator('.tile-saving').count()).toBe(0);
    await expectSoon(async () => await chips(page)).toStrictEqual([
      'Variant 7image 1',
      'Variant 8no picture',
      'Variant 10own picture',
    ]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectSoon(async () => (await shownBy(71261))[2]).toStrictEqual(['8', ids[0], false]);
    await expectSoon(async () => await chips(page)).toContain('Variant 8image 1');
    await context.close();
  });

  it('are chosen for an image by the keyboard alone, new ones by their numbers [PAGE-57]', async () => {
    const { page, context, ids, wrongs } = await open(71262);
    await page.getByLabel('Numbers of variants').fill('11');
    await page.keyboard.press('Enter');
    await expectSoon(async () => await chips(page)).toContain('Variant 11no picture');
    await page.getByRole('button', { name: 'Actions' }).nth(1).focus();
    await page.keyboard.press('Enter');
    // The menu takes the focus once it is open.
    await page.locator('[role=menuitem]:focus').waitFor();
    await page.getByRole('menuitem', { name: 'Show for variants…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Show for variants' });
    await dialog.getByLabel('Variant 8').focus();
    await page.keyboard.press('Space');
    await dialog.getByLabel('Variant 11').focus();
    await page.keyboard.press('Space');
    await dialog.getByLabel('Other variants, by their numbers').fill('12');
    await shoot(page, 'variants-choose');
    await page.keyboard.press('Enter');
    const [first, second] = ids;
    await expectSoon(async () => await shownBy(71262)).toStrictEqual([
      ['10', null, true],
      ['11', second, false],
      ['12', second, false],
      ['7', first, false],
      ['8', second, false],
    ]);
    await page.locator('.tile').nth(1).getByText('Variants 8, 11, 12').waitFor();
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('are asked before they lose a picture of their own [PAGE-56]', async () => {
    const { page, context, ids } = await open(71263);
    const choose = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Actions' }).nth(2).click();
      await page.getByRole('menuitem', { name: 'Show for variants…' }).click();
      await page.getByRole('checkbox', { name: 'Variant 10' }).check();
      await page.getByRole('button', { name: 'Save' }).click();
    };
    const question = page.getByRole('dialog', { name: 'Replace a variant’s own picture?' });
    await choose();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect((await shownBy(71263))[0]).toStrictEqual(['10', null, true]);
    await choose();
    await shoot(page, 'variants-own');
    await question.getByRole('button', { name: 'Replace it' }).click();
    await expectSoon(async () => (await shownBy(71263))[0]).toStrictEqual(['10', ids[2], false]);
    await context.close();
  });

  it('are seen by whoever may only read [PAGE-60]', async () => {
    const { page, context, wrongs } = await open(71264, store.read);
    expect(await chips(page)).toHaveLength(3);
    expect(await page.getByRole('button', { name: /Take the picture|Add variants/ }).count()).toBe(0);
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });
});
