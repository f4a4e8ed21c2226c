import { describe, expect, it } from 'vitest';
import { authorize, authorizeWithinQuota } from '../../src/access/authorize.ts';
import type { RequestLimiter } from '../../src/access/fixed-window-limiter.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { accessTo, storeWith } from '../support/access.ts';

const STORE = storeWith();

describe('authorize', () => {
  it.each([
    ['modify', 'modify', true],
    ['modify', 'read', true],
    ['read', 'read', true],
    ['read', 'modify', false],
  ] as const)('says of a token to %s that wants to %s: %s', (held, required, isAllowed) => {
    const access = accessTo(STORE, held);
    const expected = isAllowed ? ok(access) : fail({ kind: 'scope-missing' });
    expect(authorize(access, STORE.hash, required)).toEqual(expected);
  });

  it('lets no token into another store, whatever it may do in its own', () => {
    for (const scope of ['read', 'modify'] as const) {
      expect(authorize(accessTo(STORE), 'shop2', scope)).toEqual(fail({ kind: 'scope-missing' }));
    }
  });

  it('does not know who has no token', () => {
    for (const hash of [STORE.hash, '']) {
      expect(authorize(undefined, hash, 'read')).toEqual(fail({ kind: 'token-unknown' }));
    }
  });
});

describe('authorizeWithinQuota', () => {
  const refusing: RequestLimiter = {
    take: () => Promise.resolve(fail({ kind: 'quota-exceeded', retryAfterSeconds: 5 })),
  };

  it('refuses whom the quota refuses, and only those who were let in are counted', async () => {
    const refused = await authorizeWithinQuota(refusing, accessTo(STORE), STORE.hash, 'read');
    expect(refused).toEqual(fail({ kind: 'quota-exceeded', retryAfterSeconds: 5 }));
    const stranger = await authorizeWithinQuota(refusing, accessTo(STORE), 'shop2', 'read');
    expect(stranger).toEqual(fail({ kind: 'scope-missing' }));
  });
});
