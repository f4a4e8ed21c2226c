import { vi } from 'vitest';

/** What the service has logged as an error in this test and no test has asked for. */
let unexpected: string[] = [];

/** Captures errors instead of printing them; called before each test. */
export function captureErrors(): void {
  unexpected = [];
  vi.spyOn(console, 'error').mockImplementation((entry: unknown) => {
    unexpected.push(eventOf(entry));
  });
}

/**
 * The events of the errors that the service has logged since the test began, or since it asked last, in their order.
 * A test that provokes errors asks for them; one that does not fails if there are any.
 */
export function loggedErrors(): readonly string[] {
  return unexpected.splice(0);
}

function eventOf(entry: unknown): string {
  const isRecord = typeof entry === 'object' && entry !== null && 'event' in entry;
  return isRecord ? `${String(entry.event)}${detailOf(entry)}` : String(entry);
}

/** Which part of a sweep failed, or which call of the bucket; nothing for events that have no such detail. */
function detailOf(entry: object): string {
  const detail = 'part' in entry ? entry.part : 'what' in entry ? entry.what : undefined;
  return detail === undefined ? '' : `: ${String(detail)}`;
}
