import { vi } from 'vitest';

/** What the service has logged as errors in this test and no test has asked for. */
let entries: unknown[] = [];

/** Captures errors instead of printing them; called before each test. */
export function captureErrors(): void {
  entries = [];
  vi.spyOn(console, 'error').mockImplementation((entry: unknown) => {
    entries.push(entry);
  });
}

/**
 * The errors that the service has logged since the test began, or since it asked last, in their order. A test that
 * provokes errors asks for them; one that does not fails if there are any.
 */
export function loggedEntries(): readonly unknown[] {
  return entries.splice(0);
}

/** The same errors by the name of their event. */
export function loggedErrors(): readonly string[] {
  return loggedEntries().map(eventOf);
}

/** Fails a test in which the service logged errors that the test did not read; called after each test. */
export function refuseUnexpectedErrors(): void {
  const events = loggedErrors();
  if (events.length > 0)
    throw new Error(`The service logged errors that this test did not expect: ${events.join(', ')}`);
}

function eventOf(entry: unknown): string {
  const isRecord = typeof entry === 'object' && entry !== null && 'event' in entry;
  return isRecord && typeof entry.event === 'string' ? entry.event : JSON.stringify(entry);
}
