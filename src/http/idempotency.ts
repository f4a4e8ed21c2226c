import type { RequestFault } from '../catalogue/faults.ts';
import type { Executed } from '../gallery/command-handler.ts';
import { fail, ok, type Result } from '../platform/result.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** Reads the Idempotency-Key header: 1 to 255 visible ASCII characters; undefined where there is none. */
export function idempotencyKey(request: Headers): Result<string | undefined, RequestFault> {
  const key = request.get('Idempotency-Key');
  if (key === null) return ok(undefined);
  return VISIBLE_ASCII.test(key) ? ok(key) : fail({ kind: 'key-invalid' });
}

/** Says that an answer is an earlier one (design: "Idempotency-Key"). */
export function replayHeader(executed: Executed): Record<string, string> {
  return executed.isReplay ? { 'Idempotency-Replayed': 'true' } : {};
}
