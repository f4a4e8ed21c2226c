import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';

/** A folder for pictures of the page, to be looked at by eye; none are taken where it is not named. */
const SHOTS = process.env['PAGE_SHOTS'];

/** How a page is opened. */
export interface OpenOptions extends BrowserContextOptions {
  /** From `/admin/` on. */
  readonly path?: string;
  /** Whose session it is; undefined for nobody's. */
  readonly token?: string | undefined;
  /** Of the service; that of the tests where it is not given. */
  readonly origin?: string;
}

/** The page as a person has it, and what is wrong with it: errors, violations of its policy, requests elsewhere. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly wrongs: readonly string[];
}

/** Opens the page in a browser of its own, signed in. */
export async function openPage(browser: Browser, options: OpenOptions = {}): Promise<OpenPage> {
  const { path = '', token = 'demo-token', origin = inject('origin'), ...contextOptions } = options;
  const context = await signIn(browser, token, origin, contextOptions);
  return { context, ...(await openTab(context, path, origin)) };
}

/** Returns a browser of its own, signed in with a token; with none where it is empty. */
export async function signIn(
  browser: Browser,
  token: string,
  origin = inject('origin'),
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  if (token !== '') await context.request.post(`${origin}/v1/session`, { data: { token } });
  return context;
}

/** Opens the page in a new tab, which has all files of the page that were loaded before. */
export async function openTab(
  context: BrowserContext,
  path: string,
  origin = inject('origin'),
): Promise<Pick<OpenPage, 'page' | 'wrongs'>> {
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('console', (message) => {
    // What a test breaks on purpose is told by the browser as a failed request.
    const isOfTheLine = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isOfTheLine) wrongs.push(message.text());
  });
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(?:data|blob):/.test(request.url());
    if (!isOwn) wrongs.push(request.url());
  });
  await page.goto(`${origin}/admin/${path}`, { waitUntil: 'load' });
  return { page, wrongs };
}

/** Takes a picture of what a person sees, where a folder for it is named in PAGE_SHOTS. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
