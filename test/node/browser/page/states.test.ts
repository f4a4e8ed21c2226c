import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { fillDemoStore } from '../../../../demo/fill.ts';
import { DEMO_PRODUCTS } from '../../../../demo/products.ts';
import { GALLERY_STATES } from '../../../../scripts/page-shots/gallery-states.ts';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openTab, signIn } from './open-page.ts';
import { makeStore, type OwnStore } from './own-store.ts';

let browser: Browser;
let store: OwnStore;

/** The products that the states are pictures of. */
const SHOWN = new Set(GALLERY_STATES.map(({ path }) => Number(path.split('/')[1])));

/**
 * Looks alone make no other state: each state is looked at in light and in dark. What is dragged is dimmed for as long as
 * somebody holds it, and is said by other means.
 */
const STATES = GALLERY_STATES.filter(
  ({ name, options }) => name !== 'product-drag' && options?.colorScheme === undefined,
);

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  browser = await launchBrowser();
  store = await makeStore('states');
  const products = DEMO_PRODUCTS.filter(({ id }) => SHOWN.has(id));
  await fillDemoStore({ origin: inject('origin'), token: store.admin, products });
}, 90_000);

afterAll(async () => await browser?.close());

/** Browsers by how they are set up: all states of one kind look at the same files of the page. */
const contexts = new Map<string, Promise<BrowserContext>>();

function contextOf(options: BrowserContextOptions): Promise<BrowserContext> {
  const key = JSON.stringify(options);
  const context = contexts.get(key) ?? signIn(browser, store.admin, inject('origin'), options);
  contexts.set(key, context);
  return context;
}

describe.skipIf(NO_BROWSER !== undefined)('the screen of a product keeps nobody out', () => {
  it.each(STATES)('$name: $shows [PAGE-71]', async ({ path, options = {}, prepare }) => {
    const context = await contextOf({ reducedMotion: 'reduce', ...options });
    const { page } = await openTab(context, path);
    await prepare?.(page);
    await page.locator('.loading').waitFor({ state: 'detached' });
    await expectNoViolations(page);
    // Something may still be held back on purpose, which the browser would ask about.
    await page.close();
  });
});
