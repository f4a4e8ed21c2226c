import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { APIS } from '../../../site/apis.ts';
import { PAGES, urlOf } from '../../../site/pages.ts';
import { SMALL_DOCUMENT } from '../site/small-document.ts';
import { launchBrowser, NO_BROWSER } from '../support/browser.ts';

/** A folder for pictures of the pages, to be looked at by eye; none are taken where it is not named. */
const SHOTS = process.env['DOCS_SHOTS'];

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return console.warn(`Tests in a browser are left out: ${NO_BROWSER}.`);
  if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

/** A page of the site, and what is wrong with it: violations of its policy, errors, and requests to other origins. */
interface Visit {
  readonly page: Page;
  readonly wrongs: readonly string[];
}

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const origin = inject('origin');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrongs.push(message.text());
  });
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(?:data|blob):/.test(request.url());
    if (!isOwn) wrongs.push(request.url());
  });
  await page.goto(`${origin}${path}`, { waitUntil: 'load' });
  return { page, wrongs };
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Opens the reference of /v1 with a document that has what these tests try. */
async function visitReference(options: BrowserContextOptions = {}): Promise<Visit> {
  const { page, wrongs } = await visit('/docs/', options);
  await page.route('**/docs/openapi/v1.json', async (route) => await route.fulfill({ json: SMALL_DOCUMENT }));
  await page.goto(`${inject('origin')}/docs/reference/v1#/Products/getProduct`, { waitUntil: 'load' });
  await page.locator('.opblock.is-open').waitFor();
  return { page, wrongs };
}

describe.skipIf(NO_BROWSER !== undefined)('the site in a browser', () => {
  it('tries an operation on the running service, and shows its answer [DOC-5, DOC-6]', async () => {
    const { page, wrongs } = await visitReference();
    await page.getByPlaceholder('product').fill('70900');
    const [request] = await Promise.all([
      page.waitForRequest((each) => each.url().endsWith('/v1/products/70900')),
      page.getByRole('button', { name: 'Execute' }).click(),
    ]);
    expect(request.headers()['authorization']).toBe('Bearer demo-token');
    await page.locator('.live-responses-table .highlight-code', { hasText: '"imageCount": 0' }).waitFor();
    await shoot(page, 'reference-tried');
    expect(wrongs).toEqual([]);
    await page.context().close();
  });

  it('opens another operation by its link', async () => {
    const { page, wrongs } = await visitReference();
    await page.evaluate("location.hash = '#/Library/listMedia'");
    await page.locator('#operations-Library-listMedia.is-open').waitFor();
    expect(wrongs).toEqual([]);
    await page.context().close();
  });

  it('opens the reference of every API without a violation [DOC-5, DOC-6]', async () => {
    const { page, wrongs } = await visit('/docs/');
    for (const { id } of APIS) {
      await page.goto(`${inject('origin')}/docs/reference/${id}`, { waitUntil: 'load' });
      await page.locator('.swagger-ui .information-container').waitFor({ state: 'attached' });
      await shoot(page, `reference-${id}`);
    }
    expect(wrongs).toEqual([]);
    await page.context().close();
  });

  it('finds a guide by keyboard alone [DOC-7]', async () => {
    const { page, wrongs } = await visit('/docs/');
    await page.keyboard.press('/');
    await page.keyboard.type('focal point');
    const results = page.getByRole('option');
    await results.first().waitFor();
    expect(await results.first().getAttribute('aria-selected')).toBe('true');
    await shoot(page, 'search');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/show-pictures#focal-points');
    expect(wrongs).toEqual([]);
    await page.context().close();
  });

  it('copies a command, with the origin that it is read from', async () => {
    const { page } = await visit('/docs/start', { permissions: ['clipboard-read', 'clipboard-write'] });
    const block = page.locator('.code', { hasText: 'API=' }).first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`API=${inject('origin')}/v1`);
    await page.context().close();
  });

  it('can be read and browsed without scripts [DOC-1]', async () => {
    const { page } = await visit('/docs/', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Limits' }).first().click();
    await page.getByRole('heading', { name: 'Pictures by URL' }).waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await page.context().close();
  });

  it('scrolls no page sideways at 320 pixels [DOC-5, DOC-8]', async () => {
    const { page, wrongs } = await visit('/docs/', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
    const wide: string[] = [];
    for (const path of PAGES.map(urlOf)) {
      await page.goto(`${inject('origin')}${path}`, { waitUntil: 'load' });
      if ((await page.evaluate('document.documentElement.scrollWidth')) !== 320) wide.push(path);
      await shoot(page, `phone-dark${path.replaceAll('/', '-')}`);
    }
    expect([wide, wrongs]).toEqual([[], []]);
    await page.context().close();
  });

  it('shows an operation at 320 pixels without scrolling sideways [DOC-8]', async () => {
    const { page, wrongs } = await visitReference({ viewport: { width: 320, height: 900 }, colorScheme: 'dark' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await shoot(page, 'phone-dark-reference-operation');
    expect(wrongs).toEqual([]);
    await page.context().close();
  });

  it('opens its menu on a phone [DOC-8]', async () => {
    const { page } = await visit('/docs/start', { viewport: { width: 390, height: 800 } });
    const menu = page.getByRole('navigation', { name: 'Pages' });
    expect(await menu.isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Menu', exact: true }).click();
    await menu.waitFor();
    await shoot(page, 'phone-menu');
    await menu.getByRole('link', { name: 'Errors' }).click();
    await page.getByRole('heading', { name: 'All problems' }).waitFor();
    await page.context().close();
  });
});
