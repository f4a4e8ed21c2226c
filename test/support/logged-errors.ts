import { vi } from 'vitest';

/** The errors that the service has logged in this test, and that the test has not read yet. */
let unexpected: string[] = [];

/** Captures errors instead of printing them; called before each test. */
export function captureErrors(): void {
  unexpected = [];
  vi.spyOn(console, 'error').mockImplementation((entry: unknown) => {
    unexpected.push(eventOf(entry));
  });
}

/**
 * Returns the events of the errors that the service has logged since the test began or called this last, in their
 * order. A test that provokes errors calls this; all other tests fail where an error was logged.
 */
export function loggedErrors(): readonly string[] {
  return unexpected.splice(0);
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
