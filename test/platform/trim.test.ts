import { expect, it } from 'vitest';
import { trimEndOf, trimOf } from '../../src/platform/trim.ts';

it.each([
  ['', '', ''],
  ['--', '', ''],
  ['-a-b--', '-a-b', 'a-b'],
  ['_-a', '_-a', 'a'],
])('%j without dashes and underscores at its end is %j, at both ends %j', (text, end, both) => {
  expect(trimEndOf(text, '-_')).toBe(end);
  expect(trimOf(text, '-_')).toBe(both);
});
