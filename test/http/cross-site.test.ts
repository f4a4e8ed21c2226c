import { expect, it } from 'vitest';
import { checkSameSite } from '../../src/http/cross-site.ts';
import { storeApi } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';
import { v2 } from '../support/v2.ts';
import { ORIGIN } from '../support/v3.ts';

const FOREIGN: readonly Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'https://evil.example' },
  { Origin: 'http://vitrine.test:8080' },
  { Origin: 'null' },
  { Origin: 'nonsense' },
  { Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site' },
];
const OWN: readonly Record<string, string>[] = [
  {},
  { Origin: ORIGIN },
  { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: 'https://pictures.example' },
];

const isAllowed = (method: string, headers: Record<string, string>): boolean =>
  checkSameSite(new Request(ORIGIN, { method, headers }), ['vitrine.test', 'pictures.example']).ok;

it.each(FOREIGN)('a write with %o comes from another site', (headers) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(isAllowed(method, headers)).toBe(false);
  for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(isAllowed(method, headers)).toBe(true);
});

it.each(OWN)('a write with %o may come from a page of ours, or from no browser', (headers) => {
  expect(isAllowed('POST', headers)).toBe(true);
});

it.each(FOREIGN)('the Store API refuses what a page of another site sends with %o [ST-47]', async (headers) => {
  const store = await newStore();
  for (const [method, path] of [
    ['POST', '/media'],
    ['PUT', '/products/7/images'],
    ['DELETE', '/media/1'],
    ['POST', '/auth'],
  ] as const) {
    const response = await storeApi(store, method, path, { headers, ...(method === 'DELETE' ? {} : { json: {} }) });
    const { request } = await response.json<{ request: { error: { type: string; code: string } } }>();
    expect([response.status, request.error]).toMatchObject([
      403,
      { type: 'permission_error', code: 'resource_not_allowed' },
    ]);
  }
  expect((await storeApi(store, 'GET', '/media', { headers })).status).toBe(200);
});

it.each(FOREIGN)('/api/v2 refuses what a page of another site sends with %o [BC2-27]', async (headers) => {
  const store = await newStore();
  const form = await v2(store, 'POST', '/products/7/images', { base: 'basic', body: new FormData(), headers });
  expect([form.status, await form.json()]).toEqual([
    403,
    [{ status: 403, message: 'A page of another site may not send this request.' }],
  ]);
  expect((await v2(store, 'DELETE', '/products/7/images', { base: 'basic', headers })).status).toBe(403);
  expect((await v2(store, 'GET', '/products/7/images', { base: 'basic', headers })).status).toBe(204);
  // The other base has a header that browsers do not keep.
  expect((await v2(store, 'DELETE', '/products/7/images', { headers })).status).toBe(204);
});
