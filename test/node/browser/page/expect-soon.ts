import { expect } from 'vitest';

/** Longer than the page waits with anything, on a machine that is busy. */
const TIMEOUT_MS = 10_000;

/** Expects something of what is read until it is so. */
export const expectSoon = <Value>(read: () => Promise<Value>): ReturnType<typeof expect.poll<Value>> =>
  expect.poll(read, { timeout: TIMEOUT_MS });
