import { describe, expect, it } from 'vitest';
import { mayShowBookmark } from '../../src/http/bookmark.ts';
import { call, send } from '../support/shoptet.ts';
import { storeApi } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';
import { v2 } from '../support/v2.ts';
import { v3 } from '../support/v3.ts';

it.each([
  ['Authorization', 200, true],
  ['X-Auth-Token', 404, true],
  ['Shoptet-Access-Token', 422, true],
  ['Shoptet-Private-API-Token', 304, true],
  ['X-Auth-Token', 401, false],
  ['X-Auth-Token', 403, false],
  ['X-Auth-Token', 500, false],
  ['Accept', 200, false],
])('with %s and status %i: %s', (header, status, expected) => {
  expect(mayShowBookmark(new Headers({ [header]: 'x' }), status)).toBe(expected);
});

describe('the bookmark is kept from callers that are not let in', () => {
  it.each([401, 403] as const)('by the status %i, in all dialects [REQ-7]', async (status) => {
    const store = await newStore();
    const token = status === 401 ? 'unknown' : store.readToken;
    const answers = [
      await v3(store, 'DELETE', '/catalog/products/7/images/1', { token }),
      await v2(store, 'DELETE', '/products/7/images/1', { token }),
      await v2(store, 'DELETE', '/products/7/images/1', { token, base: 'basic' }),
      await storeApi(store, 'DELETE', '/products/7/images/1', { key: token }),
      await send(store, 'DELETE', `/products/${crypto.randomUUID()}/images/shop`, { token }),
    ];
    for (const { status: answered, headers } of answers) {
      expect([answered, headers.get('x-d1-bookmark')]).toEqual([status, null]);
    }
  });

  it('where the request has no credentials at all [REQ-7]', async () => {
    const { status, headers } = await call(await newStore(), 'GET', '/system/jobs/results/nothing', { token: null });
    expect([status, headers.get('x-d1-bookmark')]).toEqual([404, null]);
  });
});
