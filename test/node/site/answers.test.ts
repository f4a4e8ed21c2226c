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

function expectPolicy({ headers }: Response): void {
  const policy = headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
}

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
      return [response.status, ...response.headers.keys()];
    };
    expect(await answer(assetsOrigin)).toEqual(await answer(inject('origin')));
  },
);
