import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * Where Chromium lies: CHROMIUM_PATH, or where systems install it. The one that has no windows at all comes first: the
 * whole browser draws its own frame for each window, although nobody sees it, and takes half as long again.
 */
const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** Why tests in a browser are left out; undefined where there is one. */
export const NO_BROWSER =
  executablePath === undefined ? 'there is no Chromium: install it, or name it in CHROMIUM_PATH' : undefined;

/** Starts Chromium without a window, and without its calls to its maker. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-quic'],
  });
}
