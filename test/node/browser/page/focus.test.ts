import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { asProgram } from './fill-product.ts';
import { chooseFromMenu, openGallery, until } from './open-gallery.ts';
import { openPage } from './open-page.ts';

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER === undefined) browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

/** What has the focus: its name, or the image that it is. */
const focused = async (page: Page): Promise<string> =>
  await page.evaluate<string>(`(() => {
    const { dataset, tagName, textContent, ariaLabel } = document.activeElement;
    return dataset.imageId ?? ariaLabel ?? (tagName === 'BUTTON' ? textContent : tagName);
  })()`);

/** Holds the files of dialogs back until they are let go. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await page.route(/-dialog[^/]*\.js$/, async (route) => {
    await promise;
    await route.continue();
  });
  return () => resolve(undefined);
}

describe.skipIf(NO_BROWSER !== undefined)('a dialog whose code is on its way', () => {
  it('keeps what is pressed from going elsewhere, and opens once [PAGE-72]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_160, 4);
    const letGo = await holdScripts(page);
    await tile(ids[1]).focus();
    for (const key of ['?', '?', 'ArrowRight', '?', 'Delete', 'Enter']) await page.keyboard.press(key);
    letGo();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe(String(ids[1]));
    expect((await asProgram().products.get(71_160)).images).toHaveLength(4);
    await close();
  });

  it('does not open any more after Escape [PAGE-72]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_160, 0);
    const letGo = await holdScripts(page);
    await chooseFromMenu(page, tile(ids[2]), 'Details…');
    await page.locator('.dialog-waiting').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('.dialog-waiting').waitFor({ state: 'detached' });
    const arrived = page.waitForResponse(/details-dialog[^/]*\.js$/);
    letGo();
    await (await arrived).finished();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe('Actions');
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('a dialog', () => {
  it('stays where a text is selected beyond its edge, and closes where the page behind it is clicked [PAGE-72]', async () => {
    const { page, close } = await openGallery(browser, 71_161, 1);
    await page.getByRole('button', { name: 'More ways to add' }).click();
    await page.getByRole('menuitem', { name: 'From web addresses' }).click();
    const field = page.getByRole('dialog').getByRole('textbox');
    await until(async () => await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
    await page.keyboard.type('https://pictures.example/a.jpg');
    const box = await field.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 12);
    await page.mouse.down();
    await page.mouse.move(20, (box?.y ?? 0) + 12, { steps: 3 });
    await page.mouse.up();
    expect(await field.inputValue()).toBe('https://pictures.example/a.jpg');
    await page.mouse.click(20, 20);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('a menu', () => {
  it('stays open where the page has just scrolled to its button [PAGE-72]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_162, 60);
    for (const id of ids.slice(40, 44)) {
      await page.evaluate('scrollTo(0, 0)');
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await tile(id).getByRole('button', { name: 'Actions' }).focus();
      await page.keyboard.press('Enter');
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await page.getByRole('menu').count()).toBe(1);
      await page.keyboard.press('Escape');
    }
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('the focus, where what had it goes', () => {
  it('is with the images after a message and after the bar of what is selected [PAGE-72]', async () => {
    const { page, ids, tile, status, close } = await openGallery(browser, 71_163, 5);
    await tile(ids[1]).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Bring back' }).focus();
    await page.keyboard.press('Enter');
    await until(async () => await status.textContent()).toBe('Taken back: Deleted 1 image');
    await until(async () => await focused(page)).toBe(String(ids[2]));
    await page.keyboard.press('Control+Space');
    await page.getByRole('button', { name: 'Unselect' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    expect((await asProgram().products.get(71_163)).images).toHaveLength(5);
    await until(async () => await focused(page)).toBe(String(ids[2]));
    await close();
  });

  it('stays on the button that has taken back the last step, whose message goes with it [PAGE-72]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_164, 3);
    await tile(ids[0]).focus();
    await page.keyboard.press('Delete');
    await page.getByText('Deleted 1 image').first().waitFor();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.keyboard.press('Enter');
    await expectOrder(ids);
    await until(async () => await undo.isDisabled()).toBe(true);
    await until(async () => await focused(page)).toBe('Undo');
    await page.getByRole('button', { name: 'Bring back' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await expectOrder(ids);
    await close();
  });

  it('is with the screen after signing in, and after a dialog whose image others have deleted [PAGE-13, PAGE-72]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: '' });
    await page.getByLabel('Token').fill('demo-token');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Products' }).waitFor();
    await until(async () => await focused(page)).toBe('MAIN');
    await context.close();
    expect(wrongs).toEqual([]);
    const gallery = await openGallery(browser, 71_166, 3);
    await chooseFromMenu(gallery.page, gallery.tile(gallery.ids[1]), 'Details…');
    await gallery.page.getByRole('button', { name: 'Next' }).waitFor();
    await asProgram().images.delete(71_166, [gallery.ids[1] ?? 0]);
    await gallery.page.getByRole('dialog').getByText('not there any more').waitFor();
    await gallery.page.keyboard.press('Escape');
    await gallery.page.getByRole('dialog').waitFor({ state: 'detached' });
    await until(async () => await focused(gallery.page)).not.toBe('BODY');
    await gallery.close();
  });

  it('goes nowhere where somebody writes on elsewhere, and not to what keys delete [PAGE-72]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_167, 4);
    await asProgram().images.update(
      71_167,
      ids.map((id) => ({ id, alt: '' })),
    );
    await page.getByRole('button', { name: /^Only without text/ }).click();
    const field = (index: number) => tile(ids[index]).getByRole('textbox', { name: 'Alt text' });
    const [first, second, fourth] = [field(0), field(1), field(3)];
    await first.click();
    await second.click();
    await page.keyboard.type('second');
    await fourth.click();
    await page.keyboard.type('fourth');
    await page.keyboard.press('Enter');
    const texts = async () => (await asProgram().products.get(71_167)).images.map(({ alt }) => alt);
    await until(texts).toEqual(['', 'second', '', 'fourth']);
    await first.click();
    await page.keyboard.type('a');
    await asProgram().images.delete(71_167, [ids[0] ?? 0]);
    await tile(ids[0]).waitFor({ state: 'detached' });
    for (const key of ['Delete', ' ', 'b']) await page.keyboard.press(key);
    await until(async () => await focused(page)).toBe('MAIN');
    expect((await asProgram().products.get(71_167)).images).toHaveLength(3);
    await close();
  });

  it('goes from row to row of the trash, once for each press [PAGE-72]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_165, 3);
    for (const id of ids.slice(0, 2)) {
      await tile(id).focus();
      await page.keyboard.press('Delete');
      await tile(id).waitFor({ state: 'detached' });
    }
    await until(async () => (await asProgram().products.get(71_165)).images.length).toBe(1);
    await page.getByRole('link', { name: 'Trash' }).click();
    const row = page.getByRole('listitem').filter({ hasText: '71165' });
    await until(async () => await row.count()).toBe(2);
    await row.first().getByRole('button', { name: 'Bring back' }).focus();
    // Held down: a browser repeats the key.
    await page.keyboard.down('Enter');
    await until(async () => await row.count()).toBe(1);
    await until(async () => await focused(page)).toMatch(/^Bring back/);
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await row.count()).toBe(1);
    expect((await asProgram().products.get(71_165)).images).toHaveLength(2);
    await close();
  });
});
