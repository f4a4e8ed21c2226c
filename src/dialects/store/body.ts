import { parseJsonBody } from '../../http/json-body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { StoreFault } from './faults.ts';
import type { SignatureFields } from './signing/signed-call.ts';

/** The longest JSON body, in bytes: a thousand rows with the longest texts, in the longest escapes. */
export const MAX_JSON_BYTES = 1024 * 1024;

/** A body, with the fields that sign it separate from its content. */
export interface StoreBody {
  readonly signing: SignatureFields;
  /** Rows or fields, without the fields that sign the call. */
  readonly fields: object;
}

/** Reads a JSON body: an object, or an array when the call is not signed. Faults: body-not-json, body-mistaken. */
export function parseStoreBody(bytes: Uint8Array): Result<StoreBody, StoreFault> {
  const json = parseJsonBody(bytes);
  if (!json.ok && json.fault.kind === 'body-mistaken') return json;
  const value = json.ok ? json.value : undefined;
  if (typeof value !== 'object' || value === null) {
    return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object or array in UTF-8.' });
  }
  if (Array.isArray(value)) return ok({ signing: readSignatureFields(() => undefined), fields: value });
  const entries = new Map(Object.entries(value));
  const signing = readSignatureFields((name) => entries.get(name));
  for (const name of ['signature', 'timestamp', 'fingerprint', 'route', 'sid']) entries.delete(name);
  return ok({ signing, fields: Object.fromEntries(entries) });
}

/**
 * Reads the three fields that sign a call, by a function that returns a field by its name. A value that is not text
 * counts as an empty text, which is never valid.
 */
export function readSignatureFields(get: (name: string) => unknown): SignatureFields {
  const text = (name: string): string | undefined => {
    const value = get(name) ?? undefined;
    return value === undefined || typeof value === 'string' ? value : '';
  };
  return { signature: text('signature'), timestamp: text('timestamp'), fingerprint: text('fingerprint') };
}
