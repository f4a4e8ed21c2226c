import { vi } from 'vitest';

/** What the service says to its log of errors, kept from being printed: for tests that provoke them. */
export function captureErrors(): { readonly events: () => readonly unknown[] } {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return { events: () => spy.mock.calls.map(([event]): unknown => event) };
}
