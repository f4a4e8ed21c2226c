import { parseJsonBody } from '../../http/json-body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { StoreFault } from './faults.ts';
import type { SignatureFields } from './signing/signed-call.ts';

/** A JSON body: a thousand rows with the longest texts, in the longest escapes. */
export const MAX_JSON_BYTES = 1024 * 1024;

/** A body with the keys that sign it apart from what it says. */
export interface StoreBody {
  readonly signing: SignatureFields;
  /** Rows or fields, without the signing keys. */
  readonly fields: object;
}

/** Reads a JSON body: an object, or an array where the call is not signed. */
export function parseStoreBody(bytes: Uint8Array): Result<StoreBody, StoreFault> {
  const json = parseJsonBody(bytes);
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

/** The three keys that sign a call, wherever they lie; what is no text counts as an empty one, which never fits. */
export function readSignatureFields(get: (name: string) => unknown): SignatureFields {
  const text = (name: string): string | undefined => {
    const value = get(name) ?? undefined;
    return value === undefined || typeof value === 'string' ? value : '';
  };
  return { signature: text('signature'), timestamp: text('timestamp'), fingerprint: text('fingerprint') };
}
