import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacKey, hmacSha256, sha256 } from '../../src/platform/sha256.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('SHA-256 without a promise', () => {
  it('is what the platform says of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (data) => {
        expect([...sha256(data)]).toEqual([...new Uint8Array(await crypto.subtle.digest('SHA-256', data))]);
      }),
    );
  });

  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129])(
    'is right at the ends of blocks: %i bytes',
    async (length) => {
      const data = new Uint8Array(length).fill(0xff);
      expect([...sha256(data)]).toEqual([...new Uint8Array(await crypto.subtle.digest('SHA-256', data))]);
    },
  );

  it('signs as the platform does, with short and with long secrets', async () => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 130 }), bytes, async (secret, data) => {
        const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
        const expected = new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
        expect([...hmacSha256(hmacKey(secret), data)]).toEqual([...expected]);
      }),
    );
  });
});
