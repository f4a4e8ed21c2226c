import { describe, expect, it } from 'vitest';
import type { PicturePath } from '../../src/delivery/picture-path.ts';
import { containIn } from '../../src/delivery/picture-size.ts';
import { isValidSignature, readSignature, signPath, type Signature } from '../../src/delivery/signature.ts';

const SECRET = 'a-secret-of-the-tests';
const KEYS = new Map([
  ['new', SECRET],
  ['old', 'an-older-secret'],
]);
const EXPIRES_AT_S = 1_700_000_000;
const BEFORE_MS = EXPIRES_AT_S * 1000 - 1;
const PATH: PicturePath = {
  storeHash: 'shop1',
  owner: { kind: 'image', productId: 7, imageId: 1 },
  stem: 'shoe__00001',
  revision: 5,
  size: containIn({ widthPx: 100, heightPx: 100 }),
  extension: 'jpg',
};

const signed = async (keyId = 'new', secret = SECRET): Promise<Signature> => ({
  keyId,
  expiresAtS: EXPIRES_AT_S,
  mac: await signPath(PATH, keyId, secret, EXPIRES_AT_S),
});

describe('isValidSignature', () => {
  it('is true of what a key of ours signed', async () => {
    expect(await isValidSignature(PATH, await signed(), KEYS, BEFORE_MS)).toBe(true);
    expect(await isValidSignature(PATH, await signed('old', 'an-older-secret'), KEYS, BEFORE_MS)).toBe(true);
  });

  it('is false from the second on in which the signature expires', async () => {
    expect(await isValidSignature(PATH, await signed(), KEYS, EXPIRES_AT_S * 1000)).toBe(false);
  });

  it.each<[string, PicturePath]>([
    ['store', { ...PATH, storeHash: 'shop2' }],
    ['product', { ...PATH, owner: { kind: 'image', productId: 8, imageId: 1 } }],
    ['image', { ...PATH, owner: { kind: 'image', productId: 7, imageId: 2 } }],
    ['kind of owner', { ...PATH, owner: { kind: 'variant', productId: 7, variant: '1' } }],
    ['name', { ...PATH, stem: 'shoe__00002' }],
    ['revision', { ...PATH, revision: 6 }],
    ['width', { ...PATH, size: containIn({ widthPx: 101, heightPx: 100 }) }],
    ['height', { ...PATH, size: containIn({ widthPx: 100, heightPx: 101 }) }],
    ['height: by proportion', { ...PATH, size: { kind: 'width', widthPx: 100 } }],
    ['fit', { ...PATH, size: { kind: 'box', widthPx: 100, heightPx: 100, fit: { kind: 'cover' } } }],
    ['size: the original', { ...PATH, size: 'original' }],
    ['extension', { ...PATH, extension: 'png' }],
  ])('is false for another %s', async (_what, path) => {
    expect(await isValidSignature(path, await signed(), KEYS, BEFORE_MS)).toBe(false);
  });

  it.each<[string, (signature: Signature) => Partial<Signature>]>([
    ['a key that is none of ours', () => ({ keyId: 'nobody' })],
    ['another key of ours', () => ({ keyId: 'old' })],
    ['a later expiry', () => ({ expiresAtS: EXPIRES_AT_S + 1 })],
    ['a signature cut short', ({ mac }) => ({ mac: mac.slice(0, -1) })],
    ['a signature with more behind it', ({ mac }) => ({ mac: `${mac}A` })],
    ['another signature', ({ mac }) => ({ mac: (mac.startsWith('A') ? 'B' : 'A') + mac.slice(1) })],
    ['a signature of other characters', ({ mac }) => ({ mac: `%${mac.slice(1)}` })],
    ['an empty signature', () => ({ mac: '' })],
  ])('is false with %s', async (_what, change) => {
    const signature = await signed();
    expect(await isValidSignature(PATH, { ...signature, ...change(signature) }, KEYS, BEFORE_MS)).toBe(false);
  });
});

describe('readSignature', () => {
  const read = (query: string) => readSignature(new URLSearchParams(query));

  it('reads key, expiry and signature', () => {
    expect(read('k=new&e=1700000000&s=abc')).toEqual({ keyId: 'new', expiresAtS: EXPIRES_AT_S, mac: 'abc' });
  });

  it('finds none in a query that speaks of none', () => {
    for (const query of ['', 'c=1', 'key=new']) expect(read(query)).toBeUndefined();
  });

  it.each(['k=new', 'e=1', 's=abc', 'k=new&e=1', 'k=new&s=abc', 'e=1&s=abc'])('takes %s for a broken one', (query) => {
    expect(read(query)).toBe('malformed');
  });

  it.each(['', '-1', '1.5', '1e9', 'x', '1000000000000000', ' 1'])('does not take %j for an expiry', (expiry) => {
    expect(read(new URLSearchParams({ k: 'new', e: expiry, s: 'abc' }).toString())).toBe('malformed');
  });
});
