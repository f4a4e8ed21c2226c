import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { importKey } from '../../src/model/import-key.ts';

it.each([
  ['a.png', 'import/s/a.png'],
  ['/a/./b//c.png', 'import/s/a/b/c.png'],
  ['a/..b/c..png', 'import/s/a/..b/c..png'],
  ['', undefined],
  ['.', undefined],
  ['/', undefined],
  ['..', undefined],
  ['a/../b.png', undefined],
  [String.raw`a\b.png`, undefined],
  ['a\u0000.png', undefined],
  ['\ud800.png', undefined],
  ['é'.repeat(600), undefined],
])('the key of %j is %s', (path, expected) => {
  expect(importKey('s', path)).toBe(expected);
});

it('no path leaves the folder', () => {
  const piece = fc.constantFrom('..', '.', '/', '//', 'a', '%2e%2e', '\\', '\u0000', 'import', 'é');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const key = importKey('s', pieces.join(''));
      if (key === undefined) return;
      expect(key).toMatch(/^import\/s\/./);
      expect(new URL(`https://x.example/${encodeURI(key)}`).pathname).toContain('/import/s/');
    }),
  );
});
