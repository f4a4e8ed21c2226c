import type { RequestFault } from '../../catalogue/faults.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';

/** Reads a JSON object in UTF-8. Faults: body-not-json. */
export function parseJsonObject(bytes: Uint8Array): Result<object, RequestFault> {
  const json = parseJsonBody(bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
  return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object.' });
}

/** True where a body has to be read as multipart. */
export function isMultipart(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('multipart/') === true;
}
