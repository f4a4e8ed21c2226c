import type { RequestFault } from '../catalogue/faults.ts';
import { fail, ok, type Result } from '../platform/result.ts';

/** Parses a body as JSON in UTF-8. Fault: body-not-json, with the reason. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown, RequestFault> {
  if (bytes.byteLength === 0) return fail({ kind: 'body-not-json', reason: 'The body is empty.' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    return ok(value);
  } catch {
    return fail({ kind: 'body-not-json', reason: 'The body is not valid JSON in UTF-8.' });
  }
}

/** Parses a body as a JSON object in UTF-8. Fault: body-not-json, with the reason. */
export function parseJsonObject(bytes: Uint8Array): Result<object, RequestFault> {
  const json = parseJsonBody(bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
  return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object.' });
}
