import { expect, it } from 'vitest';
import { matchesIfNoneMatch } from '../../src/platform/entity-tag.ts';
import { boundedHeader, MAX_HEADER_CHARACTERS } from '../../src/platform/header-text.ts';

it.each([
  [null, undefined],
  [undefined, undefined],
  ['', ''],
  ['a,  b\t \tc', 'a, b c'],
  ['x'.repeat(MAX_HEADER_CHARACTERS), 'x'.repeat(MAX_HEADER_CHARACTERS)],
  ['x'.repeat(MAX_HEADER_CHARACTERS + 1), undefined],
])('a header goes to its parser with short white space only, and not at all where it is too long', (value, bounded) => {
  expect(boundedHeader(value)).toBe(bounded);
});

it('an If-None-Match that is too long matches nothing', () => {
  expect(matchesIfNoneMatch(`"a"${', "a"'.repeat(100)}`, '"a"')).toBe(true);
  expect(matchesIfNoneMatch(`"a"${', "a"'.repeat(1000)}`, '"a"')).toBe(false);
});
