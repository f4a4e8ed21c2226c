import { expect, it } from 'vitest';
import { parseSettings } from '../../src/model/settings.ts';
import { allowedVersions, isUnmodifiedSince, lastModifiedSeconds } from '../../src/http/conditional.ts';

const STORE = {
  id: 1,
  hash: 'a',
  name: 'A',
  settings: parseSettings('{}'),
  settingsVersion: 1,
  settingsChangedAtMs: 0,
  hasWebhooks: false,
};

it.each([
  [undefined, 10_000, undefined],
  [9_001, 10_000, undefined],
  [9_000, 10_000, 9],
  [8_999, 10_000, 8],
  [11_000, 10_000, undefined],
])('changed at %s, asked at %s: %s', (changedAtMs, nowMs, expected) => {
  expect(lastModifiedSeconds(changedAtMs, nowMs)).toBe(expected);
});

it.each([
  [new Date(9_000).toUTCString(), 9, true],
  [new Date(10_000).toUTCString(), 9, true],
  [new Date(8_000).toUTCString(), 9, false],
  ['Thu, 01 Jan 1970 00:00:09 +0000', 9, true],
  ['no date', 9, false],
  [new Date(9_000).toUTCString(), undefined, false],
])('If-Modified-Since: %s of what changed at %s s: %s', (header, modifiedSeconds, expected) => {
  expect(isUnmodifiedSince(new Headers({ 'If-Modified-Since': header }), modifiedSeconds)).toBe(expected);
});

it.each([
  [undefined, undefined],
  ['*', undefined],
  ['"v7.1"', [7]],
  ['"v7.1", "v8.1xml"', [7, 8]],
  ['"v7.2", "v8.1"', [8]],
  ['"v-7.1", "v-8.2", "v--9.1"', [7]],
  ['"other"', []],
  [`"v7.1"${', "v7.1"'.repeat(1000)}`, []],
])(
  'If-Match allows the versions it names, of the present settings, and none where it is too long [REQ-6]',
  (header, versions) => {
    const headers = new Headers(header === undefined ? {} : { 'If-Match': header });
    expect(allowedVersions(headers, STORE)).toEqual(versions);
  },
);
