import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { asProgram, orderOf } from './fill-product.ts';
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

/** Where the middle of a picture is, in CSS pixels of the window; `part` of its width from its left side. */
async function pointOf(tile: Locator, part = 0.5): Promise<{ readonly x: number; readonly y: number }> {
  const box = await tile.locator('.tile-picture').boundingBox();
  if (box === null) throw new Error('The tile is not shown.');
  return { x: box.x + box.width * part, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: Locator, to: Locator, part: number): Promise<void> {
  const [start, end] = [await pointOf(from), await pointOf(to, part)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 6 });
  await page.locator('.drop-mark').waitFor();
}

/** What a finger does, as the browser hears of it. */
async function touch(page: Page): Promise<(type: string, point?: { x: number; y: number }) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  return async (type, point) =>
    await session.send('Input.dispatchTouchEvent', {
      type: type === 'start' ? 'touchStart' : type === 'move' ? 'touchMove' : 'touchEnd',
      touchPoints: point === undefined ? [] : [point],
    });
}

describe.skipIf(NO_BROWSER !== undefined)('order, by mouse', () => {
  it('moves an image where it is dropped, says so, and takes it back [PAGE-16, PAGE-21, PAGE-24]', async () => {
    const { page, ids, tile, status, expectOrder, close } = await openGallery(browser, 71_001, 6);
    const [a, b, c, d, e, f] = ids;
    await drag(page, tile(e), tile(b), 0.2);
    await shoot(page, 'order-drag');
    await page.mouse.up();
    await until(async () => await status.textContent()).toBe('Image 5 of 6, moved to 2');
    await expectOrder([a, e, b, c, d, f]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectOrder([a, b, c, d, e, f]);
    await page.keyboard.press('Control+Shift+Z');
    await expectOrder([a, e, b, c, d, f]);
    await close();
  });

  it('takes a click for a click, and Escape for a change of mind [PAGE-16]', async () => {
    const { page, ids, tile, shown, close } = await openGallery(browser, 71_002, 4);
    const start = await pointOf(tile(ids[2]));
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 4, start.y);
    expect(await page.locator('.drag-picture').count()).toBe(0);
    await page.mouse.up();
    await drag(page, tile(ids[3]), tile(ids[0]), 0.2);
    await page.keyboard.press('Escape');
    await until(async () => await page.locator('.drag-picture').count()).toBe(0);
    await page.mouse.up();
    const field = await tile(ids[1]).getByRole('textbox', { name: 'Alt text' }).boundingBox();
    await page.mouse.move((field?.x ?? 0) + 20, (field?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move(start.x, start.y, { steps: 4 });
    expect(await page.locator('.drag-picture').count()).toBe(0);
    await page.mouse.up();
    expect(await shown()).toEqual(ids);
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    await close();
  });

  it('takes along what is selected, in its order, and tells variants of it [PAGE-17, PAGE-19]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_003, 6);
    const [a, b, c, d, e, f] = ids;
    await tile(e).getByRole('checkbox').click();
    await tile(b).getByRole('checkbox').click();
    await drag(page, tile(b), tile(f), 0.8);
    expect(await page.locator('.drag-picture .badge').textContent()).toBe('2');
    expect(await page.locator('.tile-dragged').count()).toBe(2);
    await shoot(page, 'order-drag-several');
    await page.mouse.up();
    await expectOrder([a, c, d, f, b, e]);
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Move to first' }).click();
    await expectOrder([b, e, a, c, d, f]);
    await page.evaluate(`(() => {
      const chip = document.createElement('div');
      chip.dataset.variant = 'red';
      chip.style.cssText = 'position: fixed; inset: auto 0 0 auto; inline-size: 9rem; block-size: 3rem';
      document.body.append(chip);
    })()`);
    await drag(page, tile(b), tile(f), 0.8);
    await page.mouse.move(1250, 890, { steps: 3 });
    await page.locator('[data-variant].drop-target').waitFor();
    await page.locator('.drop-mark').waitFor({ state: 'hidden' });
    await page.mouse.up();
    await page.locator('.drag-picture').waitFor({ state: 'detached' });
    await expectOrder([b, e, a, c, d, f]);
    await close();
  });

  it('scrolls at an edge of the window [PAGE-16]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_004, 24, {
      viewport: { width: 700, height: 500 },
    });
    const start = await pointOf(tile(ids[0]));
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x, 300);
    await page.mouse.move(start.x, 498);
    const height = await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
    await until(async () => await page.evaluate<number>('scrollY')).toBeGreaterThan(height - 5);
    const end = await pointOf(tile(ids.at(-1)), 0.9);
    await page.mouse.move(end.x, end.y);
    await page.mouse.up();
    await expectOrder([...ids.slice(1), ids[0]]);
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('order, by finger', () => {
  const PHONE = { viewport: { width: 390, height: 1100 }, hasTouch: true, isMobile: true };

  // A busy machine may take longer between two touches than the moment of holding: then it is another gesture.
  it('drags after a moment of holding, and scrolls otherwise [PAGE-16]', { retry: 2 }, async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_005, 10, PHONE);
    const finger = await touch(page);
    const [from, to] = [await pointOf(tile(ids[2])), await pointOf(tile(ids[0]), 0.2)];
    await finger('start', from);
    await page.locator('.drag-picture').waitFor();
    for (let step = 1; step <= 5; step += 1) {
      await finger('move', { x: from.x + ((to.x - from.x) * step) / 5, y: from.y + ((to.y - from.y) * step) / 5 });
    }
    await page.locator('.drop-mark').waitFor();
    await shoot(page, 'order-finger');
    await finger('end');
    const order = [ids[2], ids[0], ids[1], ...ids.slice(3)];
    await expectOrder(order);
    expect(await page.evaluate<number>('scrollY')).toBe(0);
    await finger('start', from);
    for (let step = 1; step <= 8; step += 1) await finger('move', { x: from.x, y: from.y - step * 25 });
    await finger('end');
    await until(async () => await page.evaluate<number>('scrollY')).toBeGreaterThan(50);
    expect(await page.locator('.drag-picture').count()).toBe(0);
    await expectOrder(order);
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('order, by keyboard', () => {
  it('lifts, moves, drops and cancels, and says where [PAGE-18]', async () => {
    const { page, ids, tile, status, shown, expectOrder, close } = await openGallery(browser, 71_006, 8);
    const [a, b, c, d, e, f, g, h] = ids;
    const said = async (text: string): Promise<void> => await until(async () => await status.textContent()).toBe(text);
    const hasFocus = async (id: number | undefined): Promise<void> =>
      await until(
        async () => await page.evaluate<string | null>('document.activeElement.dataset.imageId ?? null'),
      ).toBe(String(id));
    await tile(a).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await hasFocus(c);
    await page.keyboard.press('Space');
    await said('Image 3 of 8 lifted. Arrow keys move, Space drops, Escape cancels.');
    await page.keyboard.press('Home');
    await said('Image 3 of 8, moved to 1');
    expect(await shown()).toEqual([c, a, b, d, e, f, g, h]);
    expect(await orderOf(71_006)).toEqual(ids);
    await page.keyboard.press('Space');
    await said('Image 3 of 8, moved to 1');
    await expectOrder([c, a, b, d, e, f, g, h]);
    await hasFocus(c);
    // Six columns: down is six places.
    await page.keyboard.press('ArrowDown');
    await hasFocus(g);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await said('Image 7 of 8, moved to 1');
    await shoot(page, 'order-lifted');
    await page.keyboard.press('Escape');
    await said('Cancelled. Image 7 of 8 stays.');
    await hasFocus(g);
    expect(await shown()).toEqual([c, a, b, d, e, f, g, h]);
    await page.keyboard.press('End');
    await hasFocus(h);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Space');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await said('2 images, moved to 1 of 8');
    await expectOrder([g, h, c, a, b, d, e, f]);
    await close();
  });

  it('follows the direction of the text, selects all, and deletes with undo [PAGE-18, PAGE-19, PAGE-23]', async () => {
    const { page, ids, tile, shown, expectOrder, close } = await openGallery(browser, 71_007, 5);
    await page.evaluate("document.documentElement.dir = 'rtl'");
    await tile(ids[0]).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    const [a, b, c, d, e] = ids;
    await expectOrder([a, c, b, d, e]);
    await shoot(page, 'order-rtl');
    await page.keyboard.press('Control+A');
    await page.getByText('5 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Delete');
    await expectOrder([a, c, d, e]);
    await page.getByText('Deleted 1 image').first().waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expectOrder([a, c, b, d, e]);
    await page.keyboard.press('Tab');
    expect(await shown()).toHaveLength(5);
    await close();
  });

  it('shows what the keys do, and leads by Tab to what can be done with one image [PAGE-18]', async () => {
    const { page, ids, tile, close } = await openGallery(browser, 71_007, 0);
    const keys = page.getByRole('dialog', { name: 'Keys' });
    // Each time: whoever presses the next key at once must not press it into nothing.
    for (const id of [...ids, ...ids, ids[1]]) {
      await tile(id).focus();
      await page.keyboard.press('?');
      await keys.waitFor();
      await shoot(page, 'order-keys');
      await page.keyboard.press('Escape');
      await keys.waitFor({ state: 'detached' });
      expect(await page.evaluate<string | null>('document.activeElement.dataset.imageId ?? null')).toBe(String(id));
    }
    const names: (string | null)[] = [];
    for (let count = 0; count < 4; count += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate<string | null>("document.activeElement.getAttribute('aria-label')"));
    }
    expect(names).toEqual([expect.stringMatching(/^Select /), expect.stringMatching(/^Set /), 'Actions', 'Alt text']);
    await close();
  });
});

describe.skipIf(NO_BROWSER !== undefined)('order, by menu', () => {
  it('moves to first, last and any position [PAGE-20]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_008, 5);
    const [a, b, c, d, e] = ids;
    await chooseFromMenu(page, tile(c), 'Move to first');
    await expectOrder([c, a, b, d, e]);
    await chooseFromMenu(page, tile(a), 'Move to last');
    await expectOrder([c, b, d, e, a]);
    await chooseFromMenu(page, tile(c), 'Move to position…');
    await page.getByRole('spinbutton').fill('3');
    await shoot(page, 'order-position');
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await expectOrder([b, d, c, e, a]);
    await close();
  });

  it('makes an image the main one, and settles where order and main image differ [PAGE-22]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_009, 4);
    const [a, b, c, d] = ids;
    await chooseFromMenu(page, tile(c), 'Make main');
    await expectOrder([c, a, b, d]);
    await tile(c).getByText('Main', { exact: true }).waitFor();
    await tile(b)
      .getByRole('button', { name: /as the main image/ })
      .click();
    await expectOrder([b, c, a, d]);
    await asProgram().images.update(71_009, [{ id: a ?? 0, isMain: true }]);
    await tile(b).getByText('First in order').waitFor();
    await tile(a).getByText('Main', { exact: true }).waitFor();
    await shoot(page, 'order-main-differs');
    await page.getByRole('button', { name: 'Put the main image first' }).click();
    await expectOrder([a, b, c, d]);
    await until(async () => await page.getByText('First in order').count()).toBe(0);
    await close();
  });

  it('asks before it deletes what variants show [PAGE-23]', async () => {
    const { page, ids, tile, expectOrder, close } = await openGallery(browser, 71_010, 3);
    await asProgram().variants.set(71_010, [{ variant: 'red', imageId: ids[1] ?? 0 }]);
    await page.reload();
    await chooseFromMenu(page, tile(ids[1]), 'Delete');
    await page.getByText('The variant red shows what is to be deleted').waitFor();
    await shoot(page, 'order-delete-variant');
    await page.getByRole('button', { name: 'Delete anyway' }).click();
    await expectOrder([ids[0], ids[2]]);
    expect((await asProgram().products.get(71_010)).variants).toMatchObject([{ variant: 'red', imageId: null }]);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expectOrder(ids);
    expect((await asProgram().products.get(71_010)).variants).toMatchObject([{ variant: 'red', imageId: ids[1] }]);
    await close();
  });
});
