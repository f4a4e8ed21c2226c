import type { KeyedRequest } from '../catalogue/commands.ts';
import type { RequestFault } from '../catalogue/faults.ts';
import { fingerprint, type RequestIdentity } from '../catalogue/fingerprint.ts';
import { fail, ok, type Result } from '../platform/result.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** Reads the Idempotency-Key header, 1 to 255 visible ASCII characters; undefined where there is none. Fault: key-invalid. */
export function readKey(headers: Headers): Result<string | undefined, RequestFault> {
  const key = headers.get('Idempotency-Key') ?? undefined;
  return key === undefined || VISIBLE_ASCII.test(key) ? ok(key) : fail({ kind: 'key-invalid' });
}

/** Returns a key with the fingerprint of its request. */
export const keyed = async (key: string | undefined, identity: RequestIdentity): Promise<KeyedRequest | undefined> =>
  key === undefined ? undefined : { key, fingerprint: await fingerprint(identity) };

/** Returns the header that marks an answer as the repeated answer to an earlier request (REQ-1); none for others. */
export function replayHeader({ isReplay }: { readonly isReplay: boolean }): Record<string, string> {
  return isReplay ? { 'Idempotency-Replayed': 'true' } : {};
}
