import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { asProgram, fillProduct, orderOf } from './fill-product.ts';
import { chooseFromMenu, openGallery, until } from './open-gallery.ts';
import { shoot } from './open-page.ts';

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return console.warn(`Tests in a browser are left out: ${NO_BROWSER}.`);
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

/** Has the page hear of nothing any more: the request that is open is answered with a last event, the next one never. */
async function holdEvents(page: Page, product: number, imageId = 0): Promise<void> {
  const field = page.locator(`[data-image-id="${imageId}"]`).getByLabel('Alt text');
  const tell = async (alt: string): Promise<void> => {
    await asProgram().images.update(product, [{ id: imageId, alt }]);
    await until(async () => await field.inputValue()).toBe(alt);
  };
  // Whoever has heard of something has asked for more by the time that it is shown.
  await tell('Heard of first');
  await page.route('**/v1/events*', async () => await new Promise(() => undefined));
  await tell('Heard of');
}

describe.skipIf(NO_BROWSER !== undefined)('a gallery with others', () => {
  it('shows both changes to both, and marks what the other has changed [PAGE-26]', async () => {
    const { images } = await fillProduct(71_020, 6);
    const [a, b, c, d, e, f] = images.map(({ id }) => id);
    const [one, two] = [await openGallery(browser, 71_020, 0), await openGallery(browser, 71_020, 0)];
    await chooseFromMenu(one.page, one.tile(e), 'Move to first');
    await two.expectOrder([e, a, b, c, d, f]);
    await two.page.getByText('Someone else changed this product').first().waitFor();
    await two.page.locator('.tile-marked').first().waitFor();
    await shoot(two.page, 'together-changed');
    // Both at once: neither is lost.
    await Promise.all([
      chooseFromMenu(one.page, one.tile(b), 'Move to last'),
      chooseFromMenu(two.page, two.tile(c), 'Move to last'),
    ]);
    await until(async () => new Set((await orderOf(71_020)).slice(-2))).toEqual(new Set([b, c]));
    const order = await orderOf(71_020);
    expect(order).toHaveLength(6);
    await one.expectOrder(order);
    await two.expectOrder(order);
    await one.close();
    await two.close();
  });

  it('says what is not there any more, and does the rest [PAGE-26]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_021, 5);
    const [a, b, c, d, e] = ids;
    // The page does not hear of it before it moves what is gone.
    await holdEvents(page, 71_021, e);
    await tile(b).getByRole('checkbox').click();
    await tile(d).getByRole('checkbox').click();
    await asProgram().images.delete(71_021, [d ?? 0]);
    await page.getByRole('toolbar').getByRole('button', { name: 'Move to last' }).click();
    await expectOrder([a, c, e, b]);
    await page.getByText('1 of the images was deleted by someone else').first().waitFor();
    await asProgram().images.delete(71_021, [a ?? 0]);
    await chooseFromMenu(page, tile(a), 'Move to last');
    await page.getByText('This was not done. This image is not there any more.').first().waitFor();
    await expectOrder([c, e, b]);
    await close();
  });

  it('goes on after the session has ended in the middle [PAGE-28]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_022, 4);
    const [a, b, c, d] = ids;
    await holdEvents(page, 71_022, d);
    await page.context().clearCookies();
    await chooseFromMenu(page, tile(d), 'Move to first');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Token').fill('demo-token');
    expect(await orderOf(71_022)).toEqual(ids);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expectOrder([d, a, b, c]);
    await close();
  });

  it('says that nothing was done where whoever signs in again may only read [PAGE-28]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_023, 3);
    await tile(ids[2]).getByRole('button', { name: 'Actions' }).click();
    await page.context().clearCookies();
    // Whoever asks for news may find the session ended first, and the dialog then lies above the menu.
    await page.getByRole('menuitem', { name: 'Move to first', exact: true }).dispatchEvent('click');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Token').fill('demo-read-token');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This was not done. Your token does not allow this').first().waitFor();
    await expectOrder(ids);
    await page.getByText('You can look, but not change anything').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await close();
  });

  it('shows everything to who may only read, and says why nothing can be changed [PAGE-28]', async () => {
    await fillProduct(71_024, 3);
    const { page, ids, tile, status, shown, close } = await openGallery(browser, 71_024, 0, {
      token: 'demo-read-token',
    });
    await page.getByText('You can look, but not change anything').waitFor();
    await tile(ids[0]).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await until(async () => await status.textContent()).toContain('You can look');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+A');
    const box = await tile(ids[2]).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 50);
    await page.mouse.down();
    await page.mouse.move(40, 300, { steps: 3 });
    expect(await page.locator('.drag-picture, .selection-bar').count()).toBe(0);
    await page.mouse.up();
    expect(await shown()).toEqual(ids);
    await shoot(page, 'together-reader');
    await close();
  });

  it('keeps the steps of a tab that is loaded again [PAGE-24]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_025, 3);
    const [a, b, c] = ids;
    await chooseFromMenu(page, tile(c), 'Move to first');
    await expectOrder([c, a, b]);
    await chooseFromMenu(page, tile(a), 'Delete');
    await expectOrder([c, b]);
    await page.reload();
    const undo = page.getByRole('button', { name: 'Undo' });
    await until(async () => await undo.getAttribute('title')).toBe('Undo: Deleted 1 image');
    await undo.click();
    await expectOrder([c, a, b]);
    await until(async () => await undo.getAttribute('title')).toBe('Undo: Moved 1 image');
    await undo.click();
    await expectOrder([a, b, c]);
    expect(await page.getByText('Someone else').count()).toBe(0);
    await close();
  });

  it('shows who did what, goes back to any point, and follows what happens [PAGE-25]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_026, 4);
    const [a, b, c, d] = ids;
    await chooseFromMenu(page, tile(d), 'Move to first');
    await expectOrder([d, a, b, c]);
    await page.getByRole('button', { name: 'History' }).click();
    const entries = page.getByRole('dialog', { name: 'History' }).getByRole('listitem');
    await until(async () => await entries.count()).toBe(3);
    expect(await entries.nth(1).textContent()).toContain('demo-token');
    const url = `${inject('origin')}/stores/demo/v3/catalog/products/71026/images/${c}`;
    await fetch(url, { method: 'DELETE', headers: { 'X-Auth-Token': 'demo-token' } });
    await entries.getByText('BigCommerce V3').waitFor();
    await shoot(page, 'history');
    // The state in which all four were there, in their first order.
    await entries.nth(2).getByRole('button', { name: 'Go back to here' }).click();
    await expectOrder([a, b, c, d]);
    await entries
      .first()
      .getByText(/^Went back/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectOrder([d, a, b]);
    await close();
  });

  it('fits a phone, and dark [PAGE-29]', async () => {
    await fillProduct(71_027, 7);
    const { page, tile, ids, close } = await openGallery(browser, 71_027, 0, {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    });
    await tile(ids[1]).getByRole('checkbox').click();
    await tile(ids[2]).getByRole('checkbox').click();
    await shoot(page, 'together-narrow');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('dialog', { name: 'History' }).getByRole('listitem').first().waitFor();
    await shoot(page, 'history-narrow');
    await close();
  });
});
