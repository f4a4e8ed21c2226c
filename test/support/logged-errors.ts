import { vi } from 'vitest';

/** What the service has logged as errors in this test and no test has asked for. */
let entries: unknown[] = [];

/** What the service has logged of requests in this test. */
let requests: RequestLine[] = [];

/** The line that the service logs of a request. */
export interface RequestLine {
  readonly event: 'request';
  readonly requestId: string;
  readonly ray?: string;
  readonly store?: string;
  readonly dialect?: string;
  readonly method: string;
  readonly route?: string;
  readonly status: number;
  readonly ms: number;
  readonly rowsRead?: number;
  readonly rowsWritten?: number;
}

/** Captures errors, and the lines about requests, instead of printing them; called before each test. */
export function captureErrors(): void {
  entries = [];
  requests = [];
  vi.spyOn(console, 'error').mockImplementation((entry: unknown) => {
    entries.push(entry);
  });
  const print = console.log.bind(console);
  vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => {
    const [line] = parts;
    if (typeof line === 'string' && line.startsWith('{"event":"request"')) requests.push(JSON.parse(line));
    else print(...parts);
  });
}

/** The lines about requests since the test began, or since it asked last, in their order. */
export function loggedRequests(): readonly RequestLine[] {
  return requests.splice(0);
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
