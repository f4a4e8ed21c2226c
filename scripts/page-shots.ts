/**
 * `npm run page:shots`: takes a picture of every state of the page at /admin, of a service of its own, and writes them
 * to docs/page with an index. Names of states as arguments take those alone. CHROMIUM_PATH names another browser.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { DEMO } from './demo-store.ts';
import { fillStore } from './page-shots/fill-store.ts';
import type { PageState } from './page-shots/state.ts';
import { STATES } from './page-shots/states.ts';
import { PROJECT_DIR } from './wrangler.ts';

const FOLDER = join(PROJECT_DIR, 'docs/page');

/** How much detail the pictures keep, of 100. */
const QUALITY = 80;

/** How long a screen may take until it says that it loads. */
const SETTLING_MS = 300;

/** Where Chromium lies: CHROMIUM_PATH, or where systems install it. */
const BROWSERS = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];

interface Service {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** Starts the service on a free port, with a state that goes with it. */
async function startService(): Promise<Service> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((closed) => probe.close(closed));
  const stateDir = mkdtempSync(join(tmpdir(), 'vitrine-shots-'));
  const env = { ...process.env, PORT: String(port), STATE_DIR: stateDir, DEMO_STORE: 'empty' };
  const child = spawn(process.execPath, [join(PROJECT_DIR, 'scripts/start.ts')], { env, cwd: PROJECT_DIR });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(stateDir, { recursive: true, force: true });
  };
  const isUp = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('Vitrine is up') && resolve());
    child.stderr.pipe(process.stderr);
  });
  await Promise.race([isUp, ended]);
  if (child.exitCode !== null) throw new Error('The service did not start.');
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/** Takes the picture of a state, as soon as nothing loads any more. */
async function take(browser: Browser, origin: string, state: PageState): Promise<void> {
  const { name, path, options = {}, token = DEMO.token, prepare } = state;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    // Playwright waits by what the policy of the page forbids.
    bypassCSP: true,
    ...options,
  });
  if (token !== '') await context.request.post(`${origin}/v1/session`, { data: { token } });
  const page = await context.newPage();
  await page.goto(`${origin}/admin/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await prepare?.(page);
  // A list begins to load after the part of the screen that shows it.
  await page.waitForTimeout(SETTLING_MS);
  await page.locator('main .loading').waitFor({ state: 'detached' });
  await page.waitForFunction(`[...document.images].every((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return image.complete || bottom < 0 || top > innerHeight;
  })`);
  await sharp(await page.screenshot())
    .webp({ quality: QUALITY })
    .toFile(join(FOLDER, `${name}.webp`));
  await context.close();
}

/** Returns the index of the pictures. */
const toIndex = (states: readonly PageState[]): string =>
  [
    '# What the page looks like',
    'Pictures of the states of the page at `/admin/`, made by `npm run page:shots`.',
    ...states.flatMap(({ name, shows }) => [`## ${shows.replace(/\.$/, '')}`, `![${shows}](${name}.webp)`]),
  ].join('\n\n') + '\n';

const wanted = process.argv.slice(2);
const executablePath = BROWSERS.find((path) => existsSync(path));
mkdirSync(FOLDER, { recursive: true });
const service = await startService();
try {
  await fillStore({ origin: service.origin, token: DEMO.token });
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  for (const state of STATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    await take(browser, service.origin, state);
    console.log(`${state.name}: ${state.shows}`);
  }
  await browser.close();
  writeFileSync(join(FOLDER, 'README.md'), toIndex(STATES));
} finally {
  await service.stop();
}
