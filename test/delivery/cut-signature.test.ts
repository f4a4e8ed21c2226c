import { describe, expect, it } from 'vitest';
import { CUTS, type CutPath } from '../../src/delivery/cut-path.ts';
import { openCutSigner, readCutQuery } from '../../src/delivery/cut-signature.ts';

const KEYS = new Map([
  ['new', 'a-secret-of-the-tests'],
  ['old', 'an-older-secret'],
]);
const PATH: CutPath = { storeHash: 'shop1', gallery: 'shop', cut: 'big', imageId: 1 };
const SIGNED = { box: { widthPx: 1024, heightPx: 768 }, changedAtS: 1_700_000_000 };

/** Signs one URL. */
function queryOf({ storeHash, cut, ...image }: CutPath, keys = KEYS): string {
  const sign = openCutSigner(keys, storeHash)?.open([{ cut, box: SIGNED.box }]);
  return sign?.({ ...image, changedAtS: SIGNED.changedAtS })[0] ?? '';
}

function queryWith(changes: Readonly<Record<string, string>> = {}, keys = KEYS): URLSearchParams {
  const query = new URLSearchParams(queryOf(PATH, keys));
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  return query;
}

describe('readCutQuery', () => {
  it('gives what was signed, by any key of ours', () => {
    expect(readCutQuery(queryWith(), PATH, KEYS)).toEqual(SIGNED);
    const old = new Map([['old', 'an-older-secret']]);
    expect(readCutQuery(queryWith({}, old), PATH, KEYS)).toEqual(SIGNED);
  });

  it('finds nothing in a query without a signature', () => {
    const query = queryWith();
    query.delete('sg');
    expect(readCutQuery(query, PATH, KEYS)).toBeUndefined();
  });

  it('does not know what another deployment signed', () => {
    const others = new Map([['new', 'a-secret-of-others']]);
    expect(readCutQuery(queryWith({}, others), PATH, KEYS)).toBe('wrong');
  });

  it('signs nothing and takes no signature where the deployment has no keys', () => {
    const none = new Map<string, string>();
    expect(openCutSigner(none, PATH.storeHash)).toBeUndefined();
    expect(readCutQuery(queryWith(), PATH, none)).toBe('wrong');
    const published = new Map([['', 'vitrine-without-signing-keys']]);
    expect(readCutQuery(queryWith({}, published), PATH, none)).toBe('wrong');
  });

  it('gives what was signed when each URL had an HMAC of its own, and nothing else by it [SH-54]', () => {
    // Computed by the build that signed like that, with the first of these keys.
    const before = 'e0b62fca';
    expect(readCutQuery(queryWith({ sg: before }), PATH, KEYS)).toEqual(SIGNED);
    expect(readCutQuery(queryWith({ sg: before, x: '1025' }), PATH, KEYS)).toBe('wrong');
    expect(readCutQuery(queryWith({ sg: before }), { ...PATH, imageId: 2 }, KEYS)).toBe('wrong');
    expect(queryWith().get('sg')).not.toBe(before);
  });

  it('has another signature for each cut of an image, and for each image of a cut', () => {
    const paths = CUTS.flatMap((cut) => [1, 2, 1].map((imageId) => ({ ...PATH, cut, imageId })));
    const signatures = paths.map((path) => new URLSearchParams(queryOf(path)).get('sg'));
    expect(new Set(signatures).size).toBe(CUTS.length * 2);
    for (const [index, path] of paths.entries()) {
      const query = queryWith({ sg: signatures[index] ?? '' });
      expect(readCutQuery(query, path, KEYS)).toEqual(SIGNED);
    }
  });

  it.each<[string, Partial<CutPath>]>([
    ['store', { storeHash: 'shop2' }],
    ['gallery', { gallery: 'shop360' }],
    ['cut', { cut: 'detail' }],
    ['image', { imageId: 2 }],
  ])('is wrong for another %s', (_what, change) => {
    expect(readCutQuery(queryWith(), { ...PATH, ...change }, KEYS)).toBe('wrong');
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
  ])('is wrong with %o', (change) => {
    expect(readCutQuery(queryWith(change), PATH, KEYS)).toBe('wrong');
  });
});
