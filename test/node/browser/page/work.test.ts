import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore } from './own-store.ts';

const PRODUCT = 71395;

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  [browser, store] = await Promise.all([launchBrowser(), makeStore('pagework')]);
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

describe.skipIf(NO_BROWSER !== undefined)('the work of the store', () => {
  it('shows a job of 30 pictures as it goes on, and why some failed [PAGE-65]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: store.write, path: 'jobs' });
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
    await expectNoViolations(page);
    const host = `http://${inject('pictureHost')}`;
    const urls = Array.from({ length: 30 }, (_, index) =>
      index % 10 === 9 ? `${host}/broken/html-as-jpeg` : `${host}/pictures/cat-orientation-${1 + (index % 8)}.jpg`,
    );
    await store.vitrine.images.createLater(
      PRODUCT,
      urls.map((url) => ({ url })),
    );
    await page.getByRole('progressbar').waitFor();
    await page.getByText('27 of 30 done, 3 failed').waitFor({ timeout: 60_000 });
    await page.getByText('What became of each picture').click();
    const results = page.locator('.job-results > li');
    await expect.poll(async () => await results.count()).toBe(30);
    expect(await results.nth(0).innerText()).toContain('Created');
    expect(await results.nth(9).innerText()).toMatch(/web page, not an image/);
    await expectNoViolations(page);
    await shoot(page, 'jobs');
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('shows what has happened and what happens, by whom and with pictures [PAGE-66]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: store.read, path: 'activity' });
    const rows = page.getByRole('main').getByRole('listitem');
    await rows.filter({ hasText: 'A job has ended' }).waitFor();
    // What a job adds is one row, not one for each picture.
    const added = rows.filter({ hasText: 'Pictures were added' }).filter({ hasText: `Product ${PRODUCT}` });
    expect(await added.count()).toBeLessThan(5);
    const { images } = await store.vitrine.products.get(PRODUCT);
    await store.vitrine.images.update(PRODUCT, [{ id: images[0]?.id ?? 0, alt: 'A cat' }]);
    await expect
      .poll(async () => await rows.first().innerText())
      .toMatch(/Pictures were changed.*Product 71395\s+Anna,/s);
    await rows.first().getByRole('img', { name: 'A cat' }).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'activity');
    await rows.first().getByRole('link').click();
    await page.getByRole('heading', { name: `Product ${PRODUCT}`, level: 1 }).waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
