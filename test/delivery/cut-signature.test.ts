import { describe, expect, it } from 'vitest';
import type { CutPath } from '../../src/delivery/cut-path.ts';
import { openCutSigner, readCutQuery } from '../../src/delivery/cut-signature.ts';

const KEYS = new Map([
  ['new', 'a-secret-of-the-tests'],
  ['old', 'an-older-secret'],
]);
const PATH: CutPath = { storeHash: 'shop1', gallery: 'shop', cut: 'big', imageId: 1 };
const SIGNED = { box: { widthPx: 1024, heightPx: 768 }, changedAtS: 1_700_000_000 };

async function queryWith(changes: Readonly<Record<string, string>> = {}, keys = KEYS): Promise<URLSearchParams> {
  const signer = await openCutSigner(keys, PATH.storeHash);
  const query = new URLSearchParams(await signer?.query(PATH, SIGNED));
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return query;
}

describe('readCutQuery', () => {
  it('gives what was signed, by any key of ours', async () => {
    expect(await readCutQuery(await queryWith(), PATH, KEYS)).toEqual(SIGNED);
    const old = new Map([['old', 'an-older-secret']]);
    expect(await readCutQuery(await queryWith({}, old), PATH, KEYS)).toEqual(SIGNED);
  });

  it('finds nothing in a query without a signature', async () => {
    const query = await queryWith();
    query.delete('sg');
    expect(await readCutQuery(query, PATH, KEYS)).toBeUndefined();
  });

  it('does not know what another deployment signed', async () => {
    const others = new Map([['new', 'a-secret-of-others']]);
    expect(await readCutQuery(await queryWith({}, others), PATH, KEYS)).toBe('wrong');
  });

  it('signs nothing and takes no signature where the deployment has no keys', async () => {
    const none = new Map<string, string>();
    expect(await openCutSigner(none, PATH.storeHash)).toBeUndefined();
    expect(await readCutQuery(await queryWith(), PATH, none)).toBe('wrong');
    const published = new Map([['', 'vitrine-without-signing-keys']]);
    expect(await readCutQuery(await queryWith({}, published), PATH, none)).toBe('wrong');
  });

  it.each<[string, Partial<CutPath>]>([
    ['store', { storeHash: 'shop2' }],
    ['gallery', { gallery: 'shop360' }],
    ['cut', { cut: 'detail' }],
    ['image', { imageId: 2 }],
  ])('is wrong for another %s', async (_what, change) => {
    expect(await readCutQuery(await queryWith(), { ...PATH, ...change }, KEYS)).toBe('wrong');
  });

  it.each([
    { x: '1025' },
    { x: '' },
    { x: '1024px' },
    { x: '102400' },
    { y: '769' },
    { y: '' },
    { y: '-768' },
    { y: '768.0' },
    { q: '84' },
    { q: '' },
    { ts: '00000000' },
    { ts: '6553F100' },
    { ts: '6553f10' },
    { ts: '' },
    { sg: '' },
    { sg: '0' },
    { sg: '000000000' },
    { sg: 'ghijklmn' },
  ])('is wrong with %o', async (change) => {
    expect(await readCutQuery(await queryWith(change), PATH, KEYS)).toBe('wrong');
  });
});
