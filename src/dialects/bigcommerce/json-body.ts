import type { RequestFault } from '../../catalogue/faults.ts';
import { fail, ok, type Result } from '../../result.ts';

/** Reads a JSON object in UTF-8. Faults: body-not-json. */
export function parseJsonObject(bytes: Uint8Array): Result<object, RequestFault> {
  if (bytes.byteLength === 0) return fail({ kind: 'body-not-json', reason: 'The body is empty.' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
    return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object.' });
  } catch {
    return fail({ kind: 'body-not-json', reason: 'The body is not valid JSON in UTF-8.' });
  }
}

/** True where a body has to be read as multipart. */
export function isMultipart(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('multipart/') === true;
}
