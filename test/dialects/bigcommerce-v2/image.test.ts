import { expect, it } from 'vitest';
import { toWireDate } from '../../../src/dialects/bigcommerce-v2/image.ts';

it.each([
  ['2012-09-24T01:14:30.999Z', 'Mon, 24 Sep 2012 01:14:30 +0000'],
  ['2012-12-21T19:01:03Z', 'Fri, 21 Dec 2012 19:01:03 +0000'],
  ['2026-02-01T00:00:00Z', 'Sun, 01 Feb 2026 00:00:00 +0000'],
])('the date of %s is RFC 2822 [BC2-16]', (iso, expected) => {
  expect(toWireDate(Date.parse(iso))).toBe(expected);
});
