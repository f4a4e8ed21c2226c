import type { RequestFault } from '../catalogue/faults.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { describeMistakenBody } from '../ingest/mistaken-body.ts';
import { fail, ok, type Result } from '../platform/result.ts';

/** Parses a body as JSON in UTF-8. Faults: body-not-json, with the reason; body-mistaken, for a picture or a form. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown, RequestFault | IngestFault> {
  if (bytes.byteLength === 0) return fail({ kind: 'body-not-json', reason: 'The body is empty.' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    return ok(value);
  } catch {
    const found = describeMistakenBody(bytes);
    if (found !== undefined) return fail({ kind: 'body-mistaken', found });
    return fail({ kind: 'body-not-json', reason: 'The body is not valid JSON in UTF-8.' });
  }
}

/** As `parseJsonBody`, for a body that must be a JSON object. */
export function parseJsonObject(bytes: Uint8Array): Result<object, RequestFault | IngestFault> {
  const json = parseJsonBody(bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
  return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object.' });
}
