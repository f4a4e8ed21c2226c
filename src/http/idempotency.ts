import type { KeyedRequest } from '../catalogue/commands.ts';
import type { RequestFault } from '../catalogue/faults.ts';
import { fingerprint, type RequestIdentity } from '../catalogue/fingerprint.ts';
import { fail, ok, type Result } from '../platform/result.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads the Idempotency-Key header, 1 to 255 visible ASCII characters, with the fingerprint of the request that it
 * came with; undefined where there is none. Fault: key-invalid.
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

/** Says that an answer is an earlier one, given again to the same Idempotency-Key (REQ-1). */
export function replayHeader({ isReplay }: { readonly isReplay: boolean }): Record<string, string> {
  return isReplay ? { 'Idempotency-Replayed': 'true' } : {};
}
