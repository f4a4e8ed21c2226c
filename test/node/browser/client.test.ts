import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type UploadProgress, Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../support/browser.ts';

const vitrine = new Vitrine({ url: inject('origin'), token: 'demo-token' });

/** A page that imports the client as a page does that has no bundler. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Upload</title>
  <script type="importmap">{ "imports": { "vitrine-client": "/client/index.js" } }</script>
  <input type="file"><script type="module">
    import { uploadTo } from 'vitrine-client';
    window.upload = async (uploadUrl, signal) => {
      const told = [];
      const file = document.querySelector('input').files[0];
      const answer = await uploadTo(uploadUrl, file, { alt: 'From a page', signal, onProgress: (progress) => told.push(progress) });
      return { told, size: file.size, results: answer.results };
    };
    window.stopped = async (uploadUrl) => {
      const ending = new AbortController();
      const stopped = window.upload(uploadUrl, ending.signal);
      ending.abort(new Error('enough'));
      return await stopped.catch((error) => error.message);
    };
    window.refused = (uploadUrl) => window.upload(uploadUrl).catch((error) => [error.name, error.word]);
  </script></html>`;

let browser: Browser;
let server: Server;
let origin: string;
let page: Page;

/** Serves the page, and the client as it is built. */
function serve(): Server {
  return createServer((request, response) => {
    const [, path] = /^\/client\/((?:resources\/)?[\w-]+\.js)$/.exec(request.url ?? '') ?? [];
    const type = path === undefined ? 'text/html; charset=utf-8' : 'text/javascript';
    response.writeHead(200, { 'Content-Type': type });
    response.end(path === undefined ? PAGE : readFileSync(`client/dist/${path}`));
  });
}

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  server = serve();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(origin, { waitUntil: 'load' });
});

afterAll(async () => {
  if (NO_BROWSER !== undefined) return;
  await browser.close();
  server.close();
});

interface Uploaded {
  readonly told: readonly UploadProgress[];
  readonly size: number;
  readonly results: readonly unknown[];
}

const urlFor = async (productId: number, maxFiles = 1): Promise<string> =>
  (await vitrine.uploads.createUrl({ productId, maxFiles, origin })).uploadUrl;

const call = <Answer>(name: string, uploadUrl: string): Promise<Answer> =>
  page.evaluate(`window.${name}(${JSON.stringify(uploadUrl)})`);

describe.skipIf(NO_BROWSER !== undefined)('the client in Chromium', () => {
  it('sends a file of a page without a token, and tells how much has left [CLI-1, CLI-9, CLI-15]', async () => {
    await page.setInputFiles('input', 'samples/cup-large.jpg');
    const { told, size, results } = await call<Uploaded>('upload', await urlFor(84_001));
    expect(results).toMatchObject([
      { status: 201, image: { alt: 'From a page', media: { fileName: 'cup-large.jpg' } } },
    ]);
    const last = told.at(-1);
    expect(last?.loadedBytes).toBe(last?.totalBytes);
    expect(last?.totalBytes).toBeGreaterThan(size);
    expect((await vitrine.products.get(84_001)).images).toHaveLength(1);
  });

  it('sends it again under its key when the line breaks after it was taken [CLI-4, CLI-5]', async () => {
    const uploadUrl = await urlFor(84_002);
    const keys: (string | undefined)[] = [];
    await page.route(uploadUrl, async (route) => {
      if (route.request().method() !== 'POST') return await route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return await route.continue();
      await route.fetch();
      return await route.abort('connectionreset');
    });
    const { results } = await call<Uploaded>('upload', uploadUrl);
    expect(results).toMatchObject([{ status: 201 }]);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    expect((await vitrine.products.get(84_002)).images).toHaveLength(1);
    await page.unroute(uploadUrl);
  });

  it('ends with its signal, and throws problems [CLI-7, CLI-10]', async () => {
    const uploadUrl = await urlFor(84_003);
    expect(await call('stopped', uploadUrl)).toBe('enough');
    expect((await call<Uploaded>('upload', uploadUrl)).results).toMatchObject([{ status: 201 }]);
    expect(await call('refused', uploadUrl)).toEqual(['VitrineProblem', 'upload-not-found']);
  });
});
