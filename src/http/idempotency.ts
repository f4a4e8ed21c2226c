import type { KeyedRequest } from '../catalogue/commands.ts';
import type { RequestFault } from '../catalogue/faults.ts';
import { fingerprint, type RequestIdentity } from '../catalogue/fingerprint.ts';
import { fail, ok, type Result } from '../platform/result.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads the Idempotency-Key header, 1 to 255 visible ASCII characters, and returns it with the request's fingerprint;
 * undefined where there is no such header. Fault: key-invalid.
 */
export async function readIdempotency(
  headers: Headers,
  identity: RequestIdentity,
): Promise<Result<KeyedRequest | undefined, RequestFault>> {
  const key = headers.get('Idempotency-Key');
  if (key === null) return ok(undefined);
  if (!VISIBLE_ASCII.test(key)) return fail({ kind: 'key-invalid' });
  return ok({ key, fingerprint: await fingerprint(identity) });
}

/** Returns the header that marks an answer as the repeated answer to an earlier request (REQ-1); none for others. */
export function replayHeader({ isReplay }: { readonly isReplay: boolean }): Record<string, string> {
  return isReplay ? { 'Idempotency-Replayed': 'true' } : {};
}
