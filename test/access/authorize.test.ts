import { describe, expect, it } from 'vitest';
import { authorize, authorizeWithinQuota } from '../../src/access/authorize.ts';
import type { RequestLimiter } from '../../src/access/fixed-window-limiter.ts';
import { API_NAMES } from '../../src/model/access.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { accessTo, storeWith, through } from '../support/access.ts';

const STORE = storeWith();

describe('authorize', () => {
  it.each([
    ['write', 'write', true],
    ['write', 'read', true],
    ['read', 'read', true],
    ['read', 'write', false],
    ['admin', 'admin', true],
    ['admin', 'write', true],
    ['admin', 'read', true],
    ['write', 'admin', false],
    ['read', 'admin', false],
  ] as const)('says of a token to %s that wants to %s: %s', (held, required, isAllowed) => {
    const access = accessTo(STORE, held);
    const expected = isAllowed ? ok(through(access, 'v3')) : fail({ kind: 'scope-missing', needed: required });
    expect(authorize(access, { storeHash: STORE.hash, api: 'v3' }, required)).toEqual(expected);
  });

  it('lets no token into another store, whatever it may do in its own', () => {
    for (const scope of ['read', 'write'] as const) {
      expect(authorize(accessTo(STORE), { storeHash: 'shop2', api: 'v3' }, scope)).toEqual(
        fail({ kind: 'scope-missing', needed: scope }),
      );
    }
  });

  it.each(API_NAMES)('lets a token for %s into that API and no other', (held) => {
    const access = accessTo(STORE, 'write', [held]);
    for (const api of API_NAMES) {
      for (const scope of ['read', 'write'] as const) {
        const expected = api === held ? ok(through(access, api)) : fail({ kind: 'scope-missing', needed: scope });
        expect(authorize(access, { storeHash: STORE.hash, api }, scope)).toEqual(expected);
      }
    }
  });

  it.each([
    [['v3'], 'v3', true],
    [['v3', 'store'], 'v3', false],
    [API_NAMES, 'shoptet', false],
    [['store'], 'store', true],
  ] as const)(
    'says of a write by a token for %j through %s, where calls must be signed: %s',
    (apis, api, isAllowed) => {
      const access = accessTo(storeWith({ signing: 'required' }), 'write', apis);
      const expected = isAllowed ? ok(through(access, api)) : fail({ kind: 'scope-missing', needed: 'write' });
      expect(authorize(access, { storeHash: STORE.hash, api }, 'write')).toEqual(expected);
      expect(authorize(access, { storeHash: STORE.hash, api }, 'read')).toEqual(ok(through(access, api)));
    },
  );

  it('does not know who has no token', () => {
    for (const hash of [STORE.hash, '']) {
      expect(authorize(undefined, { storeHash: hash, api: 'v3' }, 'read')).toEqual(fail({ kind: 'token-unknown' }));
    }
  });
});

describe('authorizeWithinQuota', () => {
  const refusing: RequestLimiter = {
    take: () => Promise.resolve(fail({ kind: 'quota-exceeded', retryAfterSeconds: 5 })),
  };

  it('refuses whom the quota refuses, and only those who were let in are counted', async () => {
    const refused = await authorizeWithinQuota(refusing, accessTo(STORE), { storeHash: STORE.hash, api: 'v3' }, 'read');
    expect(refused).toEqual(fail({ kind: 'quota-exceeded', retryAfterSeconds: 5 }));
    const stranger = await authorizeWithinQuota(refusing, accessTo(STORE), { storeHash: 'shop2', api: 'v3' }, 'read');
    expect(stranger).toEqual(fail({ kind: 'scope-missing', needed: 'read' }));
  });
});
