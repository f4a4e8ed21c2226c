import type { RequestFault } from '../catalogue/faults.ts';
import { fail, ok, type Result } from '../platform/result.ts';

/** Reads a body as JSON in UTF-8. Fault: body-not-json, with the reason. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown, RequestFault> {
  if (bytes.byteLength === 0) return fail({ kind: 'body-not-json', reason: 'The body is empty.' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    return ok(value);
  } catch {
    return fail({ kind: 'body-not-json', reason: 'The body is not valid JSON in UTF-8.' });
  }
}
