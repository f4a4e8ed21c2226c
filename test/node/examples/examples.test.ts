import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type Program, startProgram } from '../support/program.ts';
import { freePort } from '../support/ports.ts';
import { type RunningService, startService } from '../support/service.ts';

let service: RunningService;
let vitrine: Vitrine;
let folder: string;
let hookPort: number;

beforeAll(async () => {
  [folder, hookPort] = await Promise.all([mkdtemp(join(tmpdir(), 'vitrine-examples-')), freePort()]);
  service = await startService({ INGEST_ALLOWED_HOSTS: `127.0.0.1:${hookPort}` });
  vitrine = new Vitrine({ url: service.origin, token: 'demo-token' });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const run = (example: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Program =>
  startProgram(`examples/${example}`, args, { VITRINE_URL: service.origin, VITRINE_TOKEN: 'demo-token', ...env });

const upload = async (product: number, sample: string, alt = ''): Promise<void> => {
  const file = new Blob([await readFile(`samples/${sample}`)]);
  const { results } = await vitrine.images.create(product, [{ file, fileName: sample, alt }]);
  expect(results).toMatchObject([{ status: 201 }]);
};

describe('sync-folder [CLI-17]', () => {
  const sync = async (): Promise<string> => {
    const { code, printed } = await run('sync-folder/sync-folder.ts', [join(folder, 'pictures')]).ended();
    expect([code, printed]).toEqual([0, printed]);
    return printed;
  };
  const place = (sample: string, path: string): Promise<void> =>
    copyFile(`samples/${sample}`, join(folder, 'pictures', path));
  const gallery = async (product: number): Promise<readonly string[]> =>
    (await vitrine.products.get(product)).images.map(({ media }) => media.fileName);

  it('makes galleries what the folders are, and does nothing when nothing has changed', async () => {
    for (const product of [91, 92]) await mkdir(join(folder, 'pictures', String(product)), { recursive: true });
    await place('cup-landscape.jpg', '91/02-front.jpg');
    await place('cup-square.webp', '91/03-square.webp');
    await place('cup-palette.png', '92/01-palette.png');
    expect(await sync()).toBe(
      'Product 91: 2 created, 0 replaced, 0 deleted.\nProduct 92: 1 created, 0 replaced, 0 deleted.\n',
    );
    const before = await vitrine.products.get(91);
    expect(before.images.map(({ media }) => media.fileName)).toEqual(['02-front.jpg', '03-square.webp']);
    await sync();
    expect((await vitrine.products.get(91)).version).toBe(before.version);

    await place('cup-palette.png', '91/01-first.png');
    await place('cup-portrait-progressive.jpg', '91/02-front.jpg');
    await rm(join(folder, 'pictures/91/03-square.webp'));
    expect(await sync()).toContain('Product 91: 1 created, 1 replaced, 1 deleted.');
    expect(await gallery(91)).toEqual(['01-first.png', '02-front.jpg']);
    const [, front] = (await vitrine.products.get(91)).images;
    expect(front?.id).toBe(before.images[0]?.id);
    expect(front?.media.id).not.toBe(before.images[0]?.media.id);
  });

  it('puts what was renamed where it belongs, and knows its pictures without its notes', async () => {
    await rename(join(folder, 'pictures/91/02-front.jpg'), join(folder, 'pictures/91/00-front.jpg'));
    expect(await sync()).toContain('Product 91: 1 created, 0 replaced, 1 deleted.');
    expect(await gallery(91)).toEqual(['00-front.jpg', '01-first.png']);
    await rm(join(folder, 'pictures/.vitrine-sync.json'));
    expect(await sync()).toContain('Product 91: 0 created, 0 replaced, 0 deleted.');
  });
});

describe('search-index [CLI-17]', () => {
  const search = async (...words: readonly string[]): Promise<string> =>
    (await run('search-index/search.ts', [join(folder, 'index.json'), ...words]).ended()).printed;

  it('builds its index, follows, and goes on after a restart where it was', async () => {
    await upload(93, 'cup-landscape.jpg', 'A cup of coffee');
    const first = run('search-index/follow.ts', [join(folder, 'index.json')]);
    await first.untilPrinted('Built');
    await upload(94, 'cup-square.webp', 'A cup of tea');
    await first.untilPrinted('images.created 94');
    first.ask();
    expect((await first.ended()).code).toBe(0);
    expect(await search('CUP', 'of')).toBe('93\n94\n');

    await upload(95, 'cup-palette.png', 'A cup of milk');
    const { images } = await vitrine.products.get(93);
    await vitrine.images.delete(93, images[0]?.id ?? 0);
    const second = run('search-index/follow.ts', [join(folder, 'index.json')]);
    await second.untilPrinted('images.deleted 93');
    second.ask();
    const { printed } = await second.ended();
    expect(printed).not.toContain('Built');
    expect(await search('cup', 'of')).toBe('94\n95\n');
    expect(await search('cup-palette.png')).toContain('95\n');
  });

  it('hears of changes by webhooks as well, and believes none that are not signed', async () => {
    const url = `http://127.0.0.1:${hookPort}/`;
    const { secret } = await vitrine.webhooks.create({ url, events: ['images.*'] });
    const environment = { VITRINE_WEBHOOK_SECRET: secret };
    const listening = run('search-index/listen.ts', [join(folder, 'index.json'), String(hookPort)], environment);
    await listening.untilPrinted('Listening');
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
    await upload(96, 'cup-static.gif', 'A cup of cocoa');
    await listening.untilPrinted('images.created 96');
    listening.ask();
    await listening.ended();
    expect(await search('cocoa')).toBe('96\n');
  });
});

/** Below the project, so that the program finds the client by its name. */
const FOLDER = 'dist/guide';

const STRICT = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2024', '--module', 'nodenext'];

it('the guide to the client compiles, and works as it stands, from top to bottom [CLI-17]', async () => {
  const guide = await readFile('docs/guides/client.md', 'utf8');
  const blocks = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, block = '']) => block);
  const program = blocks.join('\n').replace('http://127.0.0.1:8787', service.origin);
  expect(blocks.length).toBeGreaterThan(8);
  await mkdir(FOLDER, { recursive: true });
  // Functions that only a server or a page would call are still compiled.
  await writeFile(`${FOLDER}/client.ts`, `${program}\nexport { receive, send };\n`);
  const tsc = ['node_modules/typescript/bin/tsc', ...STRICT, '--types', 'node', '--lib', 'es2024,dom'];
  execFileSync(process.execPath, [...tsc, '--ignoreConfig', `${FOLDER}/client.ts`], { stdio: 'pipe' });
  const { code, printed } = await startProgram(`${FOLDER}/client.ts`, [], {}).ended();
  expect([code, printed]).toEqual([0, printed]);
  expect(printed).toMatch(/(\d+) of \1\n/);
  expect(printed).toContain('Somebody was faster. It is now at version 3');
  expect(printed).toMatch(/ 96w, .* 128w/);
});

/** Notes every shift of the layout from the beginning on. */
const WATCH_SHIFTS = `window.shifts = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });`;

const READ_IMAGES = `Promise.all(Array.from(document.images, async (image) => {
  await image.decode();
  const { currentSrc, naturalWidth, naturalHeight, alt } = image;
  return { currentSrc, shape: image.clientWidth / image.clientHeight, naturalWidth, naturalHeight, alt,
    hasPlaceholder: image.style.backgroundImage.startsWith('url("data:image/png') };
}))`;

describe.skipIf(NO_BROWSER !== undefined)('storefront [CLI-17]', () => {
  let browser: Browser;
  let shop: Program;
  let origin: string;

  beforeAll(async () => {
    if (NO_BROWSER !== undefined) return;
    await vitrine.sizes.set([{ name: 'card', width: 300, height: 400, fit: 'cover' }]);
    await upload(97, 'cup-landscape.jpg', 'A cup, "from above" & below');
    await upload(97, 'cup-portrait-progressive.jpg', 'A tall cup');
    await upload(98, 'shirt-red-transparent.png', 'A shirt');
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    shop = run('storefront/server.ts', [String(port)], { VITRINE_TOKEN: 'demo-read-token' });
    [browser] = await Promise.all([launchBrowser(), shop.untilPrinted('Open')]);
  });

  afterAll(async () => {
    if (NO_BROWSER !== undefined) return;
    shop.ask();
    await Promise.all([browser.close(), shop.ended()]);
  });

  it('shows cards of one shape around the focal points, and nothing moves', async () => {
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    await page.addInitScript(WATCH_SHIFTS);
    await page.goto(origin, { waitUntil: 'load' });
    const cards: readonly Shown[] = await page.evaluate(READ_IMAGES);
    expect(cards.length).toBeGreaterThan(2);
    for (const { currentSrc, shape, naturalWidth, naturalHeight, alt, hasPlaceholder } of cards) {
      expect(currentSrc).toMatch(/\.\d+\.\d+\.cover\./);
      expect(shape).toBeCloseTo(0.75, 1);
      expect(naturalWidth / naturalHeight).toBeCloseTo(0.75, 1);
      // One would be seen through a transparent picture.
      expect(hasPlaceholder).toBe(alt !== 'A shirt');
    }
    await page.getByRole('img', { name: 'A cup, "from above" & below' }).click();
    await page.waitForURL('**/products/97');
    await page.waitForLoadState('load');
    const shown: readonly Shown[] = await page.evaluate(READ_IMAGES);
    expect(shown.map(({ alt }) => alt)).toEqual([
      'A cup, "from above" & below',
      'A cup, "from above" & below',
      'A tall cup',
    ]);
    expect(shown[0]?.currentSrc).toMatch(/\.\d+\.0\./);
    expect(await page.evaluate('window.shifts')).toBe(0);
    expect((await fetch(`${origin}/products/x`)).status).toBe(404);
    await page.close();
  });

  it('moves a card’s cut with the focal point', async () => {
    const card = async (): Promise<Buffer> => {
      const text = await (await fetch(`${origin}/products/97`)).text();
      const [, url = ''] = /srcset="(\S+\.cover\.jpg\?c=1) 96w/.exec(text.replaceAll('&amp;', '&')) ?? [];
      const bytes = await (await fetch(url, { headers: { Accept: 'image/jpeg' } })).arrayBuffer();
      return await sharp(bytes).raw().toBuffer();
    };
    const middle = await card();
    const [image] = (await vitrine.products.get(97)).images;
    await vitrine.images.update(97, [{ id: image?.id ?? 0, focalPoint: { x: 0, y: 0 } }]);
    expect((await card()).equals(middle)).toBe(false);
  });
});

interface Shown {
  readonly currentSrc: string;
  readonly shape: number;
  readonly naturalWidth: number;
  readonly naturalHeight: number;
  readonly alt: string;
  readonly hasPlaceholder: boolean;
}
