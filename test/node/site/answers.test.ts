import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestHarness } from 'wrangler';
import { writeDeployedSite } from '../../../scripts/deployed-site.ts';

/** The same Worker with its assets, as a deployment has them. */
const harness = createTestHarness({ workers: [{ configPath: 'wrangler.toml', vars: { LOCAL_SANDBOX: 'true' } }] });
let assetsOrigin: string;

beforeAll(async () => {
  await writeDeployedSite();
  assetsOrigin = (await harness.listen()).url.origin;
  await harness.getWorker().applyD1Migrations('DB');
}, 120_000);

afterAll(async () => {
  await harness.close();
});

const SERVERS = [
  ['npm start', () => inject('origin')],
  ['assets', () => assetsOrigin],
] as const;

const get = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  await fetch(url, { redirect: 'manual', headers });

describe.each(SERVERS)('the site by %s', (_name, originOf) => {
  it.each([
    ['/docs/', 'text/html; charset=utf-8', 'Vitrine'],
    ['/docs/errors', 'text/html; charset=utf-8', 'id="image-not-found"'],
    ['/docs/reference/v1', 'text/html; charset=utf-8', 'id="reference"'],
    ['/docs/openapi/v1.json', 'application/json', '"openapi"'],
    ['/docs/assets/site.css', 'text/css; charset=utf-8', ':root'],
    ['/docs/files/sign-url.ts', 'text/plain; charset=utf-8', 'export'],
  ])('answers %s [DOC-1, DOC-4]', async (path, type, content) => {
    const response = await get(`${originOf()}${path}`);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type]);
    expect(await response.text()).toContain(content);
    expectPolicy(response);
    const known = await get(`${originOf()}${path}`, { 'If-None-Match': response.headers.get('ETag') ?? '' });
    expect(known.status).toBe(304);
  });

  it.each([
    ['/docs', '/docs/'],
    ['/docs/errors.html', '/docs/errors'],
    ['/docs/index.html', '/docs/'],
  ])('leads from %s to %s [DOC-1, DOC-9]', async (path, location) => {
    const response = await get(`${originOf()}${path}`);
    expect([response.status, response.headers.get('Location')]).toEqual([307, location]);
    expectPolicy(response);
  });

  it.each(['/docs/nothing', '/docs/reference/v9', '/docs/a/b/c'])(
    'answers %s with a page that says 404 [DOC-4, DOC-9]',
    async (path) => {
      const response = await get(`${originOf()}${path}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('This page does not exist');
      expectPolicy(response);
    },
  );

  it.each([
    '/',
    '/_headers',
    '/404.html',
    '/docsx',
    '/docs.html',
    '/adminx',
    '/admin.html',
    '/v1/products/7',
    '/api/eshop',
    '/s-demo/x',
    '/readyz',
  ])('leaves %s to the Worker [DOC-9]', async (path) => {
    const response = await get(`${originOf()}${path}`);
    expect(response.headers.get('X-Request-Id')).not.toBeNull();
    expect(response.headers.get('Content-Security-Policy') ?? '').not.toContain("script-src 'self'");
    expect(await response.text()).not.toContain('<html');
  });
});

const PAGE_ADDRESSES = [
  '/admin/',
  '/admin/products/7',
  '/admin/products/0f8fad5b-d9cb-469f-a165-70867728950e',
  '/admin/library',
  '/admin/trash',
  '/admin/jobs',
  '/admin/activity',
  '/admin/settings',
  '/admin/settings/tokens',
  '/admin/nothing/of/the/kind',
  '/admin/assets',
  '/admin/index.html',
  '/admin/library?unused=true',
];

describe.each(SERVERS)('the page by %s', (_name, originOf) => {
  let page: string;
  let assets: readonly string[];

  beforeAll(() => {
    page = readFileSync('dist/site/admin/index.html', 'utf8');
    assets = [...page.matchAll(/"(\/admin\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  });

  it.each(PAGE_ADDRESSES)('answers %s with its HTML, which is asked for each time [PAGE-1, PAGE-2]', async (path) => {
    const response = await get(`${originOf()}${path}`);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toBe(page);
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate');
    expectPagePolicy(response);
    const known = await get(`${originOf()}${path}`, { 'If-None-Match': response.headers.get('ETag') ?? '' });
    expect(known.status).toBe(304);
  });

  it('answers its scripts and styles, to be kept for a year [PAGE-2]', async () => {
    for (const path of assets) {
      const response = await get(`${originOf()}${path}`);
      const type = path.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
      expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type]);
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(`dist/site${path}`));
      expectPagePolicy(response);
      const known = await get(`${originOf()}${path}`, { 'If-None-Match': response.headers.get('ETag') ?? '' });
      expect(known.status).toBe(304);
    }
  });

  it.each(['/admin/assets/', '/admin/assets/main-OLD.js', '/admin/assets/none', '/admin/assets/x/y.css'])(
    'answers %s with 404, which is not kept [PAGE-2]',
    async (path) => {
      const response = await get(`${originOf()}${path}`);
      expect([response.status, await response.text()]).toEqual([404, '']);
      expect(response.headers.get('Cache-Control') ?? '').not.toContain('max-age=31536000');
      expectPagePolicy(response);
    },
  );

  it('leads from /admin to /admin/ [PAGE-1]', async () => {
    const response = await get(`${originOf()}/admin`);
    expect([response.status, response.headers.get('Location')]).toEqual([307, '/admin/']);
    expectPagePolicy(response);
  });

  it('is where / leads browsers, and nobody else [PAGE-1]', async () => {
    const browser = await get(`${originOf()}/`, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([browser.status, browser.headers.get('Location')]).toEqual([302, '/admin/']);
    expect([browser.headers.get('Vary'), browser.headers.get('Cache-Control')]).toEqual([
      'Accept',
      'private, no-store',
    ]);
    for (const accept of ['*/*', 'application/json']) {
      expect((await get(`${originOf()}/`, { Accept: accept })).status).toBe(404);
    }
  });

  it('comes compressed where that is understood [PAGE-4]', async () => {
    const encodingOf = async (path: string, accepted: string): Promise<string | null> =>
      (await get(`${originOf()}${path}`, { 'Accept-Encoding': accepted })).headers.get('Content-Encoding');
    for (const path of ['/admin/', ...assets]) {
      expect(await encodingOf(path, 'gzip, deflate, br')).toMatch(/^(?:gzip|br)$/);
      expect((await encodingOf(path, 'identity')) ?? 'identity').toBe('identity');
    }
  });

  it('is not answered by the Worker where it is assets [PAGE-4]', async () => {
    const isByWorker = (await get(`${originOf()}/admin/`)).headers.has('X-Request-Id');
    expect(isByWorker).toBe(originOf() === inject('origin'));
  });
});

function expectPagePolicy({ headers }: Response): void {
  expect(headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
      "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(headers.get('Permissions-Policy')).toMatch(/^clipboard-write=\(self\)(?:, [\w-]+=\(\))+$/);
  expect(headers.get('Permissions-Policy')).toContain('camera=()');
}

function expectPolicy({ headers }: Response): void {
  const policy = headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
}

const PACKING: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'vary']);

it('under npm start no path leads out of the site [DOC-9]', async () => {
  const response = await get(`${inject('origin')}/docs/..%2f..%2fwrangler.json`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('This page does not exist');
});

it.each(['/v1/products/7', '/stores/demo/v3/catalog/products/7/images', '/s-demo/none.386.513.jpg'])(
  'assets change no header of %s [DOC-9]',
  async (path) => {
    const headers = { Authorization: 'Bearer unknown', 'X-Auth-Token': 'unknown' };
    const answer = async (origin: string): Promise<readonly unknown[]> => {
      const response = await get(`${origin}${path}`, headers);
      // How an answer is packed is the matter of whoever stands in front of the Worker.
      return [response.status, ...[...response.headers.keys()].filter((name) => !PACKING.has(name))];
    };
    expect(await answer(assetsOrigin)).toEqual(await answer(inject('origin')));
  },
);
