import { openAsBlob } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore } from './own-store.ts';

/** More than two pages of the list. */
const PRODUCTS = 130;
const FIRST = 71300;
const GUID = '7f0a1a5e-3b1c-4a52-9d5e-0713aa713000';

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  [browser, store] = await Promise.all([launchBrowser(), makeStore('pageproducts')]);
  const { vitrine } = store;
  const { id: mediaId } = await vitrine.media.create({ file: await openAsBlob('samples/cup-landscape.jpg') });
  for (let from = 0; from < PRODUCTS; from += 10) {
    const ids = Array.from({ length: 10 }, (_, index) => FIRST + from + index);
    await Promise.all(ids.map(async (id) => await vitrine.images.create(id, [{ mediaId, alt: 'A cup' }])));
  }
  await vitrine.images.create(FIRST + 3, [
    { file: await openAsBlob('samples/swatch-tiny.png'), fileName: 'swatch.png' },
  ]);
  await vitrine.images.create(GUID, [{ mediaId, alt: 'A teapot of Brno' }]);
}, 120_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

const open = async (path = '', options = {}) => await openPage(browser, { token: store.admin, path, ...options });

const cards = (page: Page) => page.getByRole('region', { name: 'Products' }).getByRole('link');

const card = (page: Page, id: number) => cards(page).filter({ hasText: `Product ${id}` });

describe.skipIf(NO_BROWSER !== undefined)('the products', () => {
  it('are searched by number, GUID, file name and text, and filtered, all of it in the address [PAGE-10]', async () => {
    const { page, context, wrongs } = await open();
    const search = page.getByRole('searchbox', { name: 'Search products' });
    for (const [text, found] of [
      [String(FIRST + 7), `Product ${FIRST + 7}`],
      [GUID, `Product ${GUID}`],
      ['swatch', `Product ${FIRST + 3}`],
      ['teapot', `Product ${GUID}`],
    ] as const) {
      await search.fill(text);
      await expect.poll(async () => await cards(page).count(), { message: text }).toBe(1);
      await cards(page).filter({ hasText: found }).waitFor();
      expect(new URL(page.url()).searchParams.get('search')).toBe(text);
    }
    await search.fill('');
    await page.getByRole('button', { name: 'No alt text' }).click();
    const shown = async () => await cards(page).allInnerTexts();
    await expect.poll(shown).toEqual([expect.stringContaining('No alt text')]);
    await page.getByRole('button', { name: 'No alt text' }).click();
    await page.getByRole('combobox', { name: 'Order' }).selectOption('By number');
    await expect.poll(async () => await cards(page).first().innerText()).toContain(`Product ${FIRST}`);
    await page.reload();
    await expect.poll(async () => await cards(page).first().innerText()).toContain(`Product ${FIRST}`);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('say what to do where there is none, and open one that was never seen [PAGE-11]', async () => {
    const { page, context, wrongs } = await open('?search=nothingislikethis');
    await page.getByRole('heading', { name: 'No product is like this' }).waitFor();
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Show all products' }).click();
    await cards(page).first().waitFor();
    await page.getByRole('searchbox').fill('71399999');
    await page.getByRole('heading', { name: 'Product 71399999 has no pictures yet' }).waitFor();
    await shoot(page, 'products-unseen');
    await page.getByRole('link', { name: 'Open product 71399999' }).click();
    await page.getByRole('heading', { name: 'Product 71399999', level: 1 }).waitFor();
    await page.goto(`${inject('origin')}/admin/`);
    await page.getByRole('textbox', { name: 'Number of a product' }).fill('71399998');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Product 71399998', level: 1 }).waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('are read on as they are looked at, and are as they were left on return [PAGE-12]', async () => {
    const { page, context, wrongs } = await open('?order=id');
    const wanted = FIRST + 110;
    await cards(page).first().waitFor();
    await expect
      .poll(async () => {
        await page.evaluate('scrollTo(0, document.body.scrollHeight)');
        return await card(page, wanted).count();
      })
      .toBe(1);
    await card(page, wanted).scrollIntoViewIfNeeded();
    // As it is when the card is clicked: rows above may get their heights until then.
    await page.evaluate("addEventListener('click', () => { window.leftAt = scrollY; }, { capture: true, once: true })");
    await card(page, wanted).click();
    const left = Number(await page.evaluate('leftAt'));
    expect(left).toBeGreaterThan(1000);
    // Rows that were not drawn again above the window have guessed heights: it may be off by a part of a row.
    const moved = async () => Math.abs(Number(await page.evaluate('scrollY')) - left);
    await page.getByRole('heading', { name: `Product ${wanted}` }).waitFor();
    expect(await page.title()).toBe(`Product ${wanted} – Vitrine`);
    expect(await page.evaluate('scrollY')).toBe(0);
    await page.getByRole('main').getByRole('link', { name: 'Products' }).click();
    await expect.poll(moved).toBeLessThan(100);
    expect(new URL(page.url()).search).toBe('?order=id');
    await card(page, wanted).and(page.locator(':focus')).waitFor();
    // The same after the tab was loaded anew, on the product and on the list.
    await card(page, wanted).click();
    await page.getByRole('heading', { name: `Product ${wanted}` }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: `Product ${wanted}` }).waitFor();
    await page.goBack();
    await card(page, wanted).and(page.locator(':focus')).waitFor();
    await expect.poll(moved).toBeLessThan(100);
    await page.reload();
    await card(page, wanted).waitFor();
    await expect.poll(moved).toBeLessThan(100);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('give a new screen the focus, have it said, and begin at its top [PAGE-13]', async () => {
    const { page, context, wrongs } = await open();
    await cards(page).first().waitFor();
    await page.evaluate('scrollTo(0, 400)');
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor();
    expect(await page.evaluate('[document.activeElement.id, scrollY]')).toEqual(['main', 0]);
    expect(await page.getByRole('status').innerText()).toBe('Library');
    expect(await page.title()).toBe('Library – Vitrine');
    await page.locator('.skip-link').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('[document.activeElement.id, location.hash]')).toEqual(['main', '']);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('change as others change them, also while another screen is looked at [PAGE-14]', async () => {
    const { page, context, wrongs } = await open();
    const { vitrine } = store;
    const { items } = (await vitrine.media.list({ limit: 1 }).pages().next()).value ?? { items: [] };
    const mediaId = items[0]?.id ?? 0;
    await card(page, FIRST + 120)
      .filter({ hasText: '1 image' })
      .waitFor();
    await vitrine.images.create(FIRST + 120, [{ mediaId }]);
    await card(page, FIRST + 120)
      .filter({ hasText: '2 images' })
      .waitFor();
    await card(page, FIRST + 121).click();
    await page.getByRole('heading', { name: `Product ${FIRST + 121}` }).waitFor();
    await vitrine.images.create(FIRST + 121, [{ mediaId }, { mediaId }]);
    await page.getByText('3 of 1000').waitFor();
    await page.goBack();
    await card(page, FIRST + 121)
      .filter({ hasText: '3 images' })
      .waitFor();
    await vitrine.images.create(FIRST + PRODUCTS, [{ mediaId }]);
    await expect.poll(async () => await cards(page).first().innerText()).toContain(`Product ${FIRST + PRODUCTS}`);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('wait for a broken line, and say what fails [PAGE-15]', async () => {
    const { page, context } = await open();
    await cards(page).first().waitFor();
    await context.setOffline(true);
    await page.getByRole('searchbox').fill(String(FIRST + 5));
    await page.getByRole('alert').filter({ hasText: 'The service cannot be reached.' }).waitFor();
    await shoot(page, 'offline');
    await context.setOffline(false);
    await expect.poll(async () => await cards(page).count()).toBe(1);
    await page.getByRole('alert').waitFor({ state: 'detached' });
    const problem = {
      type: 'https://vitrine.example/docs/errors#internal-error',
      title: 'Error',
      status: 500,
      detail: 'It broke.',
    };
    const headers = { 'content-type': 'application/problem+json' };
    await page.route('**/v1/products?*', async (route) => await route.fulfill({ status: 500, headers, json: problem }));
    await page.getByRole('searchbox').fill(String(FIRST + 6));
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'products-failed');
    await page.unroute('**/v1/products?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await card(page, FIRST + 6).waitFor();
    await context.close();
  });

  it('offer to load the page anew where a part of it is gone since a deployment [PAGE-15]', async () => {
    const { page, context } = await open();
    await cards(page).first().waitFor();
    await page.route('**/admin/assets/**', async (route) => await route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: 'Trash' }).click();
    await page.getByText('A part of this page is not there any more.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'renewed');
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Load the page anew' }).click();
    await page.getByText('The trash is empty').waitFor();
    await context.close();
  });
});
