import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectSoon } from './expect-soon.ts';
import { type OpenOptions, openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore, type Sample, seed } from './own-store.ts';

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  browser = await launchBrowser();
  store = await makeStore('pagepictures');
  await store.vitrine.sizes.set([
    { name: 'card', width: 120, height: 160, fit: 'cover' },
    { name: 'strip', width: 160, height: 40, fit: 'cover' },
  ]);
});

afterAll(async () => await browser?.close());

/** Fills a product and opens its screen. */
async function open(product: number, samples: readonly Sample[], options: OpenOptions = {}) {
  const ids = await seed(store.vitrine, product, samples);
  const opened = await openPage(browser, { path: `products/${product}`, token: store.admin, ...options });
  await opened.page.locator('.tile').first().waitFor();
  return { ids, ...opened };
}

/** Opens something from the menu of a tile. */
async function choose(page: Page, tile: number, item: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Actions' }).nth(tile).click();
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog');
}

const focalPointOf = async (product: number) => (await store.vitrine.products.get(product)).images[0]?.focalPoint;

const versionOf = async (product: number): Promise<number> => (await store.vitrine.products.get(product)).version;

describe.skipIf(NO_BROWSER !== undefined)('pictures', () => {
  it('have a focal point, set by a click, arrow keys, numbers and dragging [PAGE-52]', async () => {
    const { page, context, wrongs } = await open(71230, [{ sample: 'cup-landscape.jpg', alt: 'A cup' }]);
    const dialog = await choose(page, 0, 'Focal point…');
    const area = dialog.locator('.focal-area');
    await area.waitFor();
    const left = dialog.getByLabel('From the left, in %');
    const top = dialog.getByLabel('From the top, in %');
    const box = await area.boundingBox();
    if (!box) throw new Error('The picture is not shown.');
    await page.mouse.click(box.x + box.width * 0.2, box.y + box.height * 0.75);
    await expectSoon(async () => await left.inputValue()).toBe('20');
    expect(await top.inputValue()).toBe('75');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await expectSoon(async () => [await left.inputValue(), await top.inputValue()]).toStrictEqual(['10', '74']);
    await dialog.getByRole('button', { name: 'Focal point: 10 % from the left, 74 % from the top.' }).waitFor();
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.74);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.move(box.x + box.width + 90, box.y + box.height * 0.4, { steps: 4 });
    await page.mouse.up();
    await expectSoon(async () => [await left.inputValue(), await top.inputValue()]).toStrictEqual(['100', '40']);
    await left.fill('25');
    await left.press('Tab');
    await shoot(page, 'pictures-focal');
    const before = await versionOf(71230);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.getByRole('heading', { name: 'As shoppers get it now' }).waitFor();
    const at = await focalPointOf(71230);
    expect(at?.x).toBe(0.25);
    expect(at?.y).toBeCloseTo(0.4, 1);
    expect(await versionOf(71230)).toBe(before + 1);
    const card = dialog.getByAltText('card');
    await expectSoon(async () => await card.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBe(
      120,
    );
    await shoot(page, 'pictures-focal-served');
    await dialog.getByRole('button', { name: 'Middle' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expectSoon(async () => await focalPointOf(71230)).toBeNull();
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('are cut in the browser as the service cuts them [PAGE-52]', async () => {
    const { page, context } = await open(71231, [{ sample: 'cup-landscape.jpg', focalPoint: { x: 0.9, y: 0.2 } }]);
    const dialog = await choose(page, 0, 'Focal point…');
    const preview = dialog.getByRole('figure').filter({ hasText: 'strip' }).locator('img');
    await preview.waitFor();
    // The upper edge of the cut in fractions of what it could be: 0.2 of the height less half of the cut.
    const { media } = (await store.vitrine.products.get(71231)).images[0] ?? {};
    if (!media) throw new Error('The image is gone.');
    const height = Math.round(media.width / 4);
    const start = Math.max(0, Math.round(media.height * 0.2 - height / 2));
    const style = (await preview.getAttribute('style')) ?? '';
    const [, left, top] = /object-position: ([\d.]+)% ([\d.]+)%/.exec(style) ?? [];
    expect([Number(left), Number(top)]).toStrictEqual([50, expect.closeTo((100 * start) / (media.height - height), 2)]);
    await context.close();
  });

  it('have details at a double click, which go when the page goes back [PAGE-53]', async () => {
    const { page, context, wrongs } = await open(71239, [{ sample: 'cup-landscape.jpg', alt: 'A cup' }]);
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    await page.goBack();
    await page.locator('.tile-picture').first().dblclick();
    await page.getByRole('dialog', { name: 'cup-landscape.jpg' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('have details: facts, what is wrong, and the way to the next [PAGE-53]', async () => {
    const samples = [{ sample: 'shirt-red-transparent.png' }, { sample: 'box-turntable.gif', alt: 'A box' }];
    const { page, context, wrongs } = await open(71232, samples);
    const dialog = await choose(page, 0, 'Details…');
    await dialog.getByText('Too small for zooming: it has').waitFor();
    await dialog.getByText('It has no text').waitFor();
    await dialog.getByText('It is transparent').waitFor();
    const facts = dialog.locator('.facts');
    expect(await facts.textContent()).toContain('PNG');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('heading', { name: 'box-turntable.gif' }).waitFor();
    await dialog.getByText('It is animated').waitFor();
    expect(await dialog.getByText('It has no text').count()).toBe(0);
    await page.keyboard.press('ArrowLeft');
    await dialog.getByRole('heading', { name: 'shirt-red-transparent.png' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await dialog.getByText('2 of 2').waitFor();
    expect(await dialog.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('have their sizes side by side and their bytes as served [PAGE-54]', async () => {
    const { page, context, wrongs } = await open(71233, [{ sample: 'cup-landscape.jpg', alt: 'A cup' }]);
    const dialog = await choose(page, 0, 'Details…');
    const sizes = dialog.locator('.sizes-shown');
    const card = sizes.getByAltText('card');
    await card.scrollIntoViewIfNeeded();
    await expectSoon(async () => (await card.boundingBox())?.width).toBe(120);
    await dialog.getByLabel('dense (2×)').check();
    await expectSoon(async () => (await card.boundingBox())?.width).toBe(60);
    await dialog.getByLabel('dark').check();
    expect(await sizes.getAttribute('class')).toContain('ground-dark');
    await expectSoon(async () => await dialog.getByRole('cell', { name: /^AVIF · [\d.]+ k?B$/ }).count()).toBe(6);
    await dialog.getByRole('button', { name: 'Measure for older browsers' }).click();
    await expectSoon(async () => await dialog.getByRole('cell', { name: /^WEBP · / }).count()).toBe(6);
    await expectSoon(async () => await dialog.getByRole('cell', { name: /^JPEG · / }).count()).toBe(6);
    await shoot(page, 'pictures-details');
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('have URLs, srcset and HTML to copy, and an original to download [PAGE-55, PAGE-60]', async () => {
    const options = { permissions: ['clipboard-write'], acceptDownloads: true };
    const { page, context } = await open(71234, [{ sample: 'cup-landscape.jpg', alt: 'A "cup"' }], options);
    const [image] = (await store.vitrine.products.get(71234)).images;
    const dialog = await choose(page, 0, 'Details…');
    // The page may write to the clipboard and not read it, so what was copied is pasted elsewhere.
    const elsewhere = await context.newPage();
    await elsewhere.setContent('<textarea></textarea>');
    const field = elsewhere.locator('textarea');
    const copied = async (): Promise<string> => {
      await elsewhere.bringToFront();
      await field.fill('');
      await field.press('ControlOrMeta+V');
      const text = await field.inputValue();
      await page.bringToFront();
      return text;
    };
    await dialog.getByRole('button', { name: 'Copy the URL of zoom' }).click();
    await expectSoon(copied).toBe(image?.urls.zoom);
    await dialog.getByRole('button', { name: 'Copy srcset' }).click();
    await expectSoon(copied).toBe(image?.srcset);
    await dialog.getByRole('button', { name: 'Copy HTML' }).click();
    await expectSoon(copied).toContain('alt="A &quot;cup&quot;"');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download the original' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('cup-landscape.jpg');
    await context.close();

    const reader = await openPage(browser, { path: 'products/71234', token: store.read });
    const seen = await choose(reader.page, 0, 'Details…');
    await seen.getByText('Originals can be downloaded by tokens that have the scope write.').waitFor();
    await reader.context.close();
  });

  it('are whole on tiles, marked, and say when they are broken [PAGE-59]', async () => {
    const samples = [
      { sample: 'cup-landscape.jpg', alt: 'A cup' },
      { sample: 'shirt-red-transparent.png' },
      { sample: 'cup-large.jpg', alt: 'A large cup' },
      { sample: 'cup-landscape.jpg', alt: 'The same cup' },
    ];
    const ids = await seed(store.vitrine, 71235, samples);
    const { page, context } = await openPage(browser, { token: store.admin });
    await page.route(new RegExp(`/images/${ids[2]}/`), async (route) => await route.abort());
    await page.goto(new URL('products/71235', page.url()).href);
    const tile = (at: number): Locator => page.locator(`[data-image-id="${ids[at]}"]`);
    const marks = async (at: number): Promise<readonly (string | null)[]> =>
      await tile(at)
        .locator('.tile-mark')
        .evaluateAll((found) => found.map((each) => each.getAttribute('aria-label')));
    await expectSoon(async () => await marks(0)).toStrictEqual([
      'Too small for zooming',
      'The same picture more than once',
    ]);
    expect(await marks(1)).toStrictEqual(['No text', 'Too small for zooming']);
    await tile(2).getByRole('img', { name: 'A large cup: This picture cannot be shown' }).waitFor();
    const ground = async (at: number) => await tile(at).locator('img.picture').getAttribute('class');
    expect([await ground(0), await ground(1)]).toStrictEqual(['picture', 'picture checkered']);
    const picture = tile(0).locator('img.picture');
    const loadedPx = async (): Promise<number> => {
      const url = await picture.evaluate((image) => ('currentSrc' in image ? String(image.currentSrc) : ''));
      return Number(/\.(\d+)\.0\.\w+(?:\?|$)/.exec(url)?.[1]);
    };
    await expectSoon(loadedPx).toBeGreaterThan(0);
    const shownPx = await picture.evaluate(({ clientWidth }) => clientWidth);
    expect(await loadedPx()).toBeGreaterThanOrEqual(shownPx);
    expect(await loadedPx()).toBeLessThan(shownPx * 1.5);
    await shoot(page, 'pictures-tiles');
    await context.close();
  });

  const turn = Array.from({ length: 6 }, (_, at) => ({
    sample: `cat-orientation-${at + 1}.jpg`,
    gallery: 'shop360' as const,
  }));

  it('of the second gallery are turned by mouse and keys above their frames [PAGE-58]', async () => {
    const samples = [{ sample: 'cup-landscape.jpg', alt: 'A cup' }, ...turn];
    const { page, context, wrongs } = await open(71236, samples, { reducedMotion: 'reduce' });
    await page.getByRole('tab', { name: 'Images (1)' }).press('ArrowRight');
    const slider = page.getByRole('slider', { name: 'Turntable' });
    await slider.waitFor();
    expect(await page.getByRole('list', { name: 'Images' }).count()).toBe(0);
    expect(await page.getByRole('list', { name: 'Frames of the turntable' }).getByRole('listitem').count()).toBe(6);
    await page.getByText('With 6 frames it jumps. 24 to 72 make it turn smoothly.').waitFor();
    const frame = async (): Promise<string | null> => await slider.getAttribute('aria-valuetext');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expectSoon(frame).toBe('Frame 2 of 6');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expectSoon(frame).toBe('Frame 1 of 6');
    const box = await slider.boundingBox();
    if (!box) throw new Error('The turntable is not shown.');
    await page.mouse.move(box.x + box.width * 0.75, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.25, box.y + 100, { steps: 8 });
    await page.mouse.up();
    // Half a turn, and no further: motion is reduced.
    await expectSoon(frame).toBe('Frame 4 of 6');
    await expectSoon(async () => await page.locator('.frame:not(.frame-hidden)').count()).toBe(1);
    await shoot(page, 'pictures-turntable');
    await page.getByRole('tab', { name: '360° (6)' }).press('ArrowLeft');
    await page.getByRole('list', { name: 'Images' }).waitFor();
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('of the second gallery are turned by a finger, and run out [PAGE-58]', async () => {
    const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };
    const { page, context } = await open(71237, [{ sample: 'cup-landscape.jpg' }, ...turn], phone);
    await page.getByRole('tab', { name: '360° (6)' }).tap();
    const slider = page.getByRole('slider', { name: 'Turntable' });
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (!box) throw new Error('The turntable is not shown.');
    const cdp = await context.newCDPSession(page);
    const at = (part: number) => [{ x: box.x + box.width * part, y: box.y + box.height / 2 }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.8) });
    for (const part of [0.7, 0.6, 0.5, 0.45]) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(part) });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expectSoon(async () => await slider.getAttribute('aria-valuetext')).not.toBe('Frame 1 of 6');
    await shoot(page, 'pictures-turntable-phone');
    await context.close();
  });
});
