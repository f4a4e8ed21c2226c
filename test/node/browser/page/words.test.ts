import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectSoon } from './expect-soon.ts';
import { type OpenOptions, openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore, type Sample, seed } from './own-store.ts';

const SAMPLES = ['cup-landscape.jpg', 'mug-alpha.webp', 'rocket-poster.jpg', 'swatch-tiny.png'];

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  browser = await launchBrowser();
  store = await makeStore('pagewords');
  await store.vitrine.store.update({ languages: ['en', 'cs'] });
});

afterAll(async () => await browser?.close());

const alt = (page: Page): Locator => page.getByRole('list', { name: 'Images' }).getByLabel('Alt text');

/** Fills a product and opens its screen. */
async function open(product: number, words: readonly Omit<Sample, 'sample'>[] = [], options: OpenOptions = {}) {
  const ids = await seed(
    store.vitrine,
    product,
    SAMPLES.map((sample, at) => ({ sample, ...words[at] })),
  );
  return { ids, ...(await visit(product, options)) };
}

async function visit(product: number, options: OpenOptions = {}) {
  const opened = await openPage(browser, { path: `products/${product}`, token: store.admin, ...options });
  await opened.page.locator('.tile').first().waitFor();
  return opened;
}

const altsOf = async (product: number): Promise<readonly string[]> =>
  (await store.vitrine.products.get(product)).images.map((image) => image.alt);

const czechOf = async (product: number): Promise<readonly (string | undefined)[]> =>
  (await store.vitrine.products.get(product)).images.map(({ alts }) => alts['cs']);

describe.skipIf(NO_BROWSER !== undefined)('texts', () => {
  it('wait while there is no line, and the browser asks before they are left behind [PAGE-37, PAGE-44]', async () => {
    const { page, context } = await open(71219);
    const asks = async () =>
      await page.evaluate<boolean>(
        "(() => { const leaving = new Event('beforeunload', { cancelable: true }); return !dispatchEvent(leaving); })()",
      );
    expect(await asks()).toBe(false);
    await context.setOffline(true);
    await alt(page).first().fill('Written without a line');
    await page.keyboard.press('Enter');
    await expectSoon(asks).toBe(true);
    await context.setOffline(false);
    await expectSoon(async () => await altsOf(71219)).toContain('Written without a line');
    await expectSoon(asks).toBe(false);
    await context.close();
  });

  it('are saved after a pause, on Enter and when left, as one step each [PAGE-44]', async () => {
    const { page, context, wrongs } = await open(71200, [{ alt: 'Before' }]);
    const fields = alt(page);
    await fields.nth(0).fill('  A cup,\n  half full ');
    await expectSoon(async () => await altsOf(71200)).toStrictEqual(['A cup, half full', '', '', '']);
    await fields.nth(0).press('End');
    await fields.nth(0).pressSequentially(' again');
    await fields.nth(0).press('Enter');
    await expectSoon(async () => (await altsOf(71200))[0]).toBe('A cup, half full again');
    await expectSoon(async () => await page.getByText('Saved').first().isVisible()).toBe(true);
    await fields.nth(1).fill('A mug');
    await fields.nth(2).click();
    await expectSoon(async () => (await altsOf(71200))[1]).toBe('A mug');
    expect(await fields.nth(0).inputValue()).toBe('A cup, half full again');
    await shoot(page, 'words-saved');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.click();
    await expectSoon(async () => (await altsOf(71200))[1]).toBe('');
    await undo.click();
    await expectSoon(async () => (await altsOf(71200))[0]).toBe('Before');
    await expectSoon(async () => await fields.nth(0).inputValue()).toBe('Before');
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('are edited by the keyboard alone: Tab, Shift+Tab, Escape [PAGE-45]', async () => {
    const { page, context, ids } = await open(71201, [{ alt: 'Before' }]);
    const focused = async (): Promise<string | null> =>
      await page.locator('.tile:focus-within').getAttribute('data-image-id');
    const isField = async (): Promise<boolean> => (await page.locator('.alt-field:focus').count()) === 1;
    await alt(page).nth(0).focus();
    for (const word of ['One', 'Two', 'Three']) {
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(word);
      await page.keyboard.press('Tab');
    }
    expect([await focused(), await isField()]).toStrictEqual([String(ids[3]), true]);
    await page.keyboard.press('Shift+Tab');
    expect([await focused(), await isField()]).toStrictEqual([String(ids[2]), true]);
    await page.keyboard.type('Something else');
    await page.keyboard.press('Escape');
    expect(await alt(page).nth(2).inputValue()).toBe('Three');
    await page.keyboard.press('Escape');
    expect([await focused(), await isField()]).toStrictEqual([String(ids[2]), false]);
    await alt(page).nth(3).focus();
    await page.keyboard.press('Tab');
    expect(await isField()).toBe(false);
    await expectSoon(async () => await altsOf(71201)).toStrictEqual(['One', 'Two', 'Three', '']);
    await context.close();
  });

  it('have languages, each with what is missing, and are copied from the default one [PAGE-46, PAGE-50]', async () => {
    const words = [{ alt: 'A cup', alts: { cs: 'Hrnek' } }, { alt: 'A mug' }, { alt: 'A rocket' }];
    const { page, context } = await open(71202, words);
    await page.getByRole('button', { name: 'English (default) – 1 missing' }).waitFor();
    await page.getByRole('button', { name: 'Čeština – 3 missing' }).click();
    const fields = alt(page);
    expect(await fields.nth(0).inputValue()).toBe('Hrnek');
    expect(await fields.nth(1).getAttribute('placeholder')).toBe('A mug');
    expect([await fields.nth(0).getAttribute('lang'), await fields.nth(0).getAttribute('dir')]).toStrictEqual([
      'cs',
      'auto',
    ]);
    await fields.nth(1).fill('Kelímek');
    await fields.nth(1).press('Enter');
    await expectSoon(async () => (await czechOf(71202))[1]).toBe('Kelímek');
    await shoot(page, 'words-czech-texts');
    await page.getByRole('button', { name: 'Copy 1 image from English' }).click();
    await expectSoon(async () => await czechOf(71202)).toStrictEqual(['Hrnek', 'Kelímek', 'A rocket', undefined]);
    await page.getByRole('button', { name: 'Čeština – 1 missing' }).waitFor();
    await fields.nth(0).fill('');
    await fields.nth(0).press('Enter');
    await expectSoon(async () => (await czechOf(71202))[0]).toBeUndefined();
    expect(await altsOf(71202)).toStrictEqual(['A cup', 'A mug', 'A rocket', '']);
    await context.close();
  });

  it('are counted where some shops cut them [PAGE-47]', async () => {
    const { page, context } = await open(71203);
    const field = alt(page).nth(0);
    await field.fill('x'.repeat(100));
    expect(await page.getByText('100/100').count()).toBe(0);
    await field.fill('x'.repeat(104));
    expect(await page.getByText('104/100').getAttribute('title')).toContain('the first 100 characters');
    expect(await field.getAttribute('maxlength')).toBe('65535');
    await context.close();
  });

  it('are missing from images that can be shown alone, and those stay until they are left [PAGE-48]', async () => {
    const { page, context } = await open(71204, [{ alt: 'A cup' }, {}, { alt: 'A rocket' }]);
    const filter = page.getByRole('button', { name: 'Only without text (2)' });
    await filter.click();
    const shown = async (): Promise<readonly string[]> => await page.locator('.tile-name').allTextContents();
    await expectSoon(shown).toStrictEqual(['mug-alpha.webp', 'swatch-tiny.png']);
    await shoot(page, 'words-filtered');
    await alt(page).nth(0).fill('A mug');
    await alt(page).nth(0).press('Enter');
    await page.getByRole('button', { name: 'Only without text (1)' }).waitFor();
    expect(await shown()).toStrictEqual(['mug-alpha.webp', 'swatch-tiny.png']);
    await page.getByRole('button', { name: 'Actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Details…' }).waitFor();
    expect(await shown()).toHaveLength(2);
    await page.keyboard.press('Escape');
    await alt(page).nth(1).click();
    await expectSoon(shown).toStrictEqual(['swatch-tiny.png']);
    await page.keyboard.type('A swatch');
    await page.keyboard.press('Enter');
    await page.getByText('Every image has a text').waitFor();
    await page.getByRole('button', { name: 'Only without text (0)' }).click();
    await expectSoon(async () => (await shown()).length).toBe(4);
    await expectSoon(async () => await altsOf(71204)).toStrictEqual(['A cup', 'A mug', 'A rocket', 'A swatch']);
    await context.close();
  });

  it('are given to many at once by a template, in one step [PAGE-49]', async () => {
    const { page, context, wrongs } = await open(71205, [{ alt: 'A cup' }]);
    await page.getByRole('button', { name: 'Text for many…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Text or template').fill('The ');
    await dialog.getByRole('button', { name: '{file}' }).click();
    await expectSoon(async () => await dialog.getByLabel('Text or template').inputValue()).toBe('The {file}');
    const preview = dialog.getByRole('list', { name: 'What each image gets' });
    await expectSoon(async () => await preview.getByRole('listitem').count()).toBe(3);
    expect(await preview.textContent()).toContain('The mug alpha');
    await dialog.getByLabel('All 4').check();
    expect(await preview.getByRole('listitem').first().textContent()).toContain('stays');
    await dialog.getByRole('button', { name: 'Save 3 texts' }).waitFor();
    await dialog.getByLabel('Keep texts that are there').uncheck();
    await shoot(page, 'words-many');
    await dialog.getByRole('button', { name: 'Save 4 texts' }).click();
    await expectSoon(async () => await altsOf(71205)).toStrictEqual([
      'The cup landscape',
      'The mug alpha',
      'The rocket poster',
      'The swatch tiny',
    ]);
    await expectSoon(async () => await page.getByRole('status').textContent()).toBe('4 texts saved');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectSoon(async () => await altsOf(71205)).toStrictEqual(['A cup', '', '', '']);
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('that two people change at once are shown to the second, and neither is lost [PAGE-51]', async () => {
    const { page, context, wrongs } = await open(71206, [{ alt: 'A cup' }, { alt: 'A mug' }]);
    const other = await visit(71206);
    const [ours, theirs] = [alt(page), alt(other.page)];
    await ours.nth(0).fill('Ours');
    await theirs.nth(0).fill('Theirs');
    await theirs.nth(0).press('Enter');
    await expectSoon(async () => (await altsOf(71206))[0]).toBe('Theirs');
    await ours.nth(0).press('Enter');
    const choice = page.getByRole('group', { name: 'Someone else wrote:' });
    await choice.getByText('Theirs', { exact: true }).waitFor();
    expect([await ours.nth(0).inputValue(), (await altsOf(71206))[0]]).toStrictEqual(['Ours', 'Theirs']);
    await shoot(page, 'words-conflict');
    await choice.getByRole('button', { name: 'Keep mine' }).click();
    await expectSoon(async () => (await altsOf(71206))[0]).toBe('Ours');
    await choice.waitFor({ state: 'detached' });

    await ours.nth(1).fill('Ours');
    await theirs.nth(1).fill('Theirs');
    await theirs.nth(1).press('Enter');
    await expectSoon(async () => (await altsOf(71206))[1]).toBe('Theirs');
    await ours.nth(1).press('Enter');
    await choice.getByRole('button', { name: 'Take theirs' }).click();
    await expectSoon(async () => await ours.nth(1).inputValue()).toBe('Theirs');
    expect(await altsOf(71206)).toStrictEqual(['Ours', 'Theirs', '', '']);
    expect([...wrongs, ...other.wrongs]).toStrictEqual([]);
    await context.close();
    await other.context.close();
  });

  it('are read by whoever may only read, who is told why [PAGE-60]', async () => {
    const { page, context, wrongs } = await open(71207, [{ alt: 'A cup' }], { token: store.read });
    const field = alt(page).nth(0);
    expect(await field.inputValue()).toBe('A cup');
    expect(await field.evaluate((element) => element.matches(':read-only'))).toBe(true);
    expect(await field.getAttribute('title')).toContain('your token has the scope read');
    expect(await page.getByRole('button', { name: 'Text for many…' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Čeština' }).click();
    expect(await field.inputValue()).toBe('');
    await page.getByRole('button', { name: 'Actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Details…' }).waitFor();
    expect(await page.getByRole('menuitem', { name: /Focal|variants/ }).count()).toBe(0);
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });

  it('are edited in Czech, dark and on a phone as well [PAGE-44]', async () => {
    const phone = {
      locale: 'cs-CZ',
      colorScheme: 'dark',
      viewport: { width: 320, height: 700 },
      hasTouch: true,
    } as const;
    const { page, context, wrongs } = await open(71208, [{ alt: 'A cup' }], phone);
    const fields = page.getByRole('list', { name: 'Obrázky' }).getByLabel('Alternativní text');
    await fields.nth(1).tap();
    await page.keyboard.type('Hrnek');
    await page.keyboard.press('Enter');
    await expectSoon(async () => (await altsOf(71208))[1]).toBe('Hrnek');
    await page.getByRole('button', { name: 'Jen bez textu (2)' }).waitFor();
    await shoot(page, 'words-czech-phone');
    expect(await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(320);
    expect(wrongs).toStrictEqual([]);
    await context.close();
  });
});
