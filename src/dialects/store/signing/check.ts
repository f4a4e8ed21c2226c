import type { SigningSession } from '../../../catalogue/principal.ts';
import { fail, ok, type Result } from '../../../platform/result.ts';
import type { SigningFault } from '../faults.ts';
import { isFingerprintOf, type SigningSecrets } from './fingerprint.ts';

/** A client's clock may differ from ours by this much, either way (ST-42). */
const CLOCK_WINDOW_MS = 2 * 60_000;

/** How long a server signature lives, from the handshake on. */
export const SESSION_LIFETIME_MS = 2 * 60_000;

/** What every accepted call leaves it at least. */
const KEPT_MS = 60_000;

/** The three keys that sign a call, as they came. */
export interface SigningKeysOfCall {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly fingerprint: string | undefined;
}

/** A call with what it signs. */
export interface SignedCall extends SigningKeysOfCall {
  readonly route: string;
  readonly fields: object;
}

/** True where a call is meant to be signed. A timestamp alone could be anything. */
export function isSigned({ signature, fingerprint }: SigningKeysOfCall): boolean {
  return signature !== undefined || fingerprint !== undefined;
}

/**
 * Checks a signed call: completeness, clock, session, fingerprint, in this order.
 *
 * @param serverSignature of the call's session; undefined: there is none that counts; empty for the handshake.
 */
export async function checkSignedCall(
  call: SignedCall,
  secrets: SigningSecrets,
  serverSignature: string | undefined,
  nowMs: number,
): Promise<Result<null, SigningFault>> {
  const { signature, timestamp, fingerprint, route, fields } = call;
  if (signature === undefined || fingerprint === undefined) return fail({ kind: 'signature-missing' });
  if (!isCurrent(timestamp, nowMs)) return fail({ kind: 'timestamp-out-of-range' });
  if (serverSignature === undefined) return fail({ kind: 'signature-unknown' });
  const message = { timestamp, route, fields, serverSignature };
  return (await isFingerprintOf(fingerprint, secrets, message)) ? ok(null) : fail({ kind: 'fingerprint-mismatch' });
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

function isCurrent(timestamp: string | undefined, nowMs: number): timestamp is string {
  if (timestamp === undefined || !ISO_TIME.test(timestamp)) return false;
  return Math.abs(Date.parse(timestamp) - nowMs) <= CLOCK_WINDOW_MS;
}

/**
 * When the session has to end at the earliest after an accepted call; undefined where it lives that long anyway. So a
 * busy client costs a write a minute, not a write a call.
 */
export function extendedExpiry(session: SigningSession, nowMs: number): number | undefined {
  return session.expiresAtMs >= nowMs + KEPT_MS ? undefined : nowMs + SESSION_LIFETIME_MS;
}
