import { describe, expect, it } from 'vitest';
import { digestToken } from '../../src/access/token.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { fail, ok } from '../../src/platform/result.ts';

const digestOf = (token: string) => sha256Hex(new TextEncoder().encode(token));

describe('digestToken', () => {
  it('digests a token, without the white space around it', async () => {
    for (const sent of ['token', ' token\t']) expect(await digestToken(sent)).toEqual(ok(await digestOf('token')));
  });

  it('says when there is none, and when it is empty', async () => {
    expect(await digestToken(undefined)).toEqual(fail({ kind: 'token-missing' }));
    for (const sent of ['', '  ']) expect(await digestToken(sent)).toEqual(fail({ kind: 'token-empty' }));
  });

  it('digests no token that is longer than any of ours', async () => {
    expect(await digestToken('x'.repeat(512))).toEqual(ok(await digestOf('x'.repeat(512))));
    expect(await digestToken('x'.repeat(513))).toEqual(fail({ kind: 'token-unknown' }));
  });
});
