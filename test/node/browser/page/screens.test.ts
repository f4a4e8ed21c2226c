import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LANGUAGES } from '../../../../page/text/language.ts';
import { texts } from '../../../../page/text/texts.ts';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openPage, shoot } from './open-page.ts';

/** Every address of the page that is not of a product. */
const PATHS = [
  '',
  'library',
  'trash',
  'jobs',
  'activity',
  'settings',
  'settings/usage',
  'settings/sizes',
  'settings/tokens',
  'settings/keys',
  'settings/webhooks',
  'nowhere',
];

const MAX_FIRST_VIEW_BYTES = 60_000;

/** The smallest target of a finger or a pointer (WCAG 2.5.8), in CSS pixels. */
const MIN_TARGET_PX = 24;

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER === undefined) browser = await launchBrowser();
});

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

/** Goes to an address as a deep link does, and waits until nothing of it loads any more. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${inject('origin')}/admin/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('main .loading').waitFor({ state: 'detached' });
}

/** Returns what is clicked or touched and smaller than people can aim at. Links in a line of text may be. */
const findSmallTargets = async (page: Page): Promise<unknown> =>
  await page.evaluate(`[...document.querySelectorAll('a, button, input, select, summary, textarea')]
    .filter((element) => !element.matches('.skip-link, [type=checkbox]'))
    .map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && Math.min(width, height) < ${MIN_TARGET_PX})
    .map(([html, { width, height }]) => html + ' ' + width + ' x ' + height)`);

describe.skipIf(NO_BROWSER !== undefined)('every screen', () => {
  it.each([
    // Czech texts are the longer ones.
    ['a narrow phone in Czech', { viewport: { width: 320, height: 640 }, hasTouch: true, locale: 'cs-CZ' }],
    ['a window at 200 % zoom', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
  ])(
    'fits %s, with targets that one can hit and its own place in the navigation in view [PAGE-71]',
    async (name, view) => {
      const { page, context, wrongs } = await openPage(browser, view);
      const [language, navigation] = 'locale' in view ? ['cs', 'Hlavní'] : ['en', 'Main'];
      const foreign = language === 'cs' ? foreignTexts() : new Set<string>();
      for (const path of PATHS) {
        await visit(page, path);
        expect(
          await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          `at /admin/${path}`,
        ).toBeLessThanOrEqual(0);
        expect(await findSmallTargets(page), `at /admin/${path}`).toEqual([]);
        expect(await page.getByRole('heading', { level: 1 }).count(), `at /admin/${path}`).toBe(1);
        expect(await page.getByRole('status').count(), `at /admin/${path}`).toBe(1);
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        const shown = await readTexts(page);
        expect(
          shown.filter((text) => foreign.has(text)),
          `at /admin/${path}`,
        ).toEqual([]);
        const current = page.getByRole('navigation', { name: navigation }).locator('[aria-current]');
        if (path !== 'nowhere') await expect.poll(async () => isInView(page, await current.boundingBox())).toBe(true);
        await shoot(page, `${name.replace(/\W+/g, '-')}-${path.replace('/', '-') || 'products'}`);
      }
      expect(wrongs).toEqual([]);
      await context.close();
    },
  );

  it('can be used by everybody, in light and in dark, and from right to left [PAGE-71]', async () => {
    const { page, context, wrongs } = await openPage(browser);
    for (const path of PATHS) {
      await visit(page, path);
      await expectNoViolations(page);
      await page.evaluate('document.documentElement.dir = "rtl"');
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        `at /admin/${path}`,
      ).toBeLessThanOrEqual(0);
    }
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('is in another language for whoever chooses one [PAGE-71]', async () => {
    const { page, context, wrongs } = await openPage(browser, { locale: 'cs-CZ' });
    await page.locator('summary').first().click();
    await shoot(page, 'czech');
    await page.getByLabel('Jazyk této stránky').selectOption('English');
    await page.getByRole('heading', { name: 'Products', level: 1 }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('begins with less than 60 kB before the first product is shown [PAGE-71]', async () => {
    const context = await browser.newContext();
    await context.request.post(`${inject('origin')}/v1/session`, { data: { token: 'demo-token' } });
    const page = await context.newPage();
    const sizes: Promise<readonly [string, number]>[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/admin')) return;
      const size = async () => [pathname, gzipSync(await response.body()).byteLength] as const;
      sizes.push(size());
    });
    await page.goto(`${inject('origin')}/admin/`);
    await page.getByRole('region', { name: 'Products' }).waitFor();
    const files = await Promise.all(sizes);
    const bytes = files.reduce((sum, [, size]) => sum + size, 0);
    console.log(`First view: ${bytes} bytes gzipped (${files.map(([path, size]) => `${path} ${size}`).join(', ')})`);
    expect(bytes).toBeLessThan(MAX_FIRST_VIEW_BYTES);
    await context.close();
  });
});

type Box = Awaited<ReturnType<ReturnType<Page['locator']>['boundingBox']>>;

const isInView = (page: Page, box: Box): boolean => {
  const { width = 0 } = page.viewportSize() ?? {};
  return box !== null && box.x >= 0 && box.x + box.width <= width + 1;
};

/** Returns the texts of English that Czech says otherwise. */
function foreignTexts(): ReadonlySet<string> {
  const [english, czech] = LANGUAGES.map((language) => leavesOf(texts[language]));
  const own = new Set(czech);
  return new Set(english?.filter((text) => !own.has(text)));
}

function leavesOf(tree: unknown): readonly string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(leavesOf) : [];
}

/** Returns all that the page says: its texts, and the names that screen readers say. */
async function readTexts(page: Page): Promise<readonly string[]> {
  const read = await page.evaluate(`[
    ...[...document.querySelectorAll('body *')].flatMap((element) => [...element.childNodes])
      .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()),
    ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((element) =>
      ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? '')),
  ].filter(Boolean)`);
  return Array.isArray(read) ? read.map(String) : [];
}
