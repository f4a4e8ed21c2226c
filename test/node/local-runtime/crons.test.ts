import { expect, it } from 'vitest';
import { isDue } from '../../../scripts/local-runtime/crons.ts';

it.each([
  ['* * * * *', '2026-11-22T08:51:00Z', true],
  ['17 3 * * *', '2026-11-22T03:17:00Z', true],
  ['17 3 * * *', '2026-11-22T03:18:00Z', false],
  ['17 3 * * *', '2026-11-22T15:17:00Z', false],
  ['0 0 1 1 *', '2027-01-01T00:00:00Z', true],
  ['0 0 1 1 *', '2027-02-01T00:00:00Z', false],
  ['0 0 * * 0', '2026-11-22T00:00:00Z', true],
  ['0 0 * * 0', '2026-11-23T00:00:00Z', false],
])('the schedule %s at %s is due: %s [RUN-6]', (cron, at, expected) => {
  expect(isDue(cron, new Date(at))).toBe(expected);
});

it.each(['*/5 * * * *', '1,2 * * * *', '* * * *', '* * * * * *', ''])('the schedule %s is refused', (cron) => {
  expect(() => isDue(cron, new Date())).toThrow('does not know the schedule');
});
