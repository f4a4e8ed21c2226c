import type { SigningSession } from '../../../catalogue/principal.ts';
import { fail, ok, type Result } from '../../../platform/result.ts';
import type { SigningFault } from '../faults.ts';
import { isFingerprintOf, type SigningSecrets } from './fingerprint.ts';

/** The most that a client's clock may differ from ours, in either direction (ST-42). */
const CLOCK_WINDOW_MS = 2 * 60_000;

/** How long a server signature is valid after the handshake. */
export const SESSION_LIFETIME_MS = 2 * 60_000;

/** How long a session is valid at least after an accepted call. */
const MIN_REMAINING_MS = 60_000;

/** The three fields that sign a call, as the client sent them. */
export interface SignatureFields {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly fingerprint: string | undefined;
}

/** A call with the content that it signs. */
interface SignedCall extends SignatureFields {
  readonly route: string;
  readonly fields: object;
}

/** Returns whether a call is meant to be signed. A timestamp alone could be an ordinary field. */
export function isSigned({ signature, fingerprint }: SignatureFields): boolean {
  return signature !== undefined || fingerprint !== undefined;
}

/**
 * Checks a signed call in this order: completeness, clock, session, fingerprint.
 *
 * @param serverSignature that of the call's session; undefined when there is no valid session, and empty for the
 * handshake.
 */
export async function checkSignedCall(
  call: SignedCall,
  secrets: SigningSecrets,
  serverSignature: string | undefined,
  nowMs: number,
): Promise<Result<null, SigningFault>> {
  const { signature, timestamp, fingerprint, route, fields } = call;
  if (signature === undefined || fingerprint === undefined) return fail({ kind: 'signature-missing' });
  if (!isWithinClockWindow(timestamp, nowMs)) return fail({ kind: 'timestamp-out-of-range' });
  if (serverSignature === undefined) return fail({ kind: 'signature-unknown' });
  const message = { timestamp, route, fields, serverSignature };
  return (await isFingerprintOf(fingerprint, secrets, message)) ? ok(null) : fail({ kind: 'fingerprint-mismatch' });
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

function isWithinClockWindow(timestamp: string | undefined, nowMs: number): timestamp is string {
  if (timestamp === undefined || !ISO_TIME.test(timestamp)) return false;
  return Math.abs(Date.parse(timestamp) - nowMs) <= CLOCK_WINDOW_MS;
}

/**
 * Returns the new expiry of a session after an accepted call, in Unix milliseconds, or undefined when it is valid for
 * long enough already. So a busy client costs one write per minute, and not one per call.
 */
export function extendedExpiry(session: SigningSession, nowMs: number): number | undefined {
  return session.expiresAtMs >= nowMs + MIN_REMAINING_MS ? undefined : nowMs + SESSION_LIFETIME_MS;
}
