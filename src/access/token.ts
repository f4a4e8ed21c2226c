import { toBase64Url } from '../platform/base64url.ts';
import { sha256Hex } from '../platform/digest.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';

/** More than any token that we issue; longer header values are not worth hashing. */
const MAX_TOKEN_CHARACTERS = 512;

/** Makes a token: 32 random bytes in base64url. */
export const newToken = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

/** Returns the digest by which a token is looked up: the token itself is stored nowhere. */
export const hashToken = async (token: string): Promise<string> => await sha256Hex(new TextEncoder().encode(token));

/**
 * Turns a token header's value into the digest that tokens are looked up by; the token itself is stored nowhere. The
 * database compares digests only, so the time that this takes reveals nothing about a token.
 * Faults: token-missing, token-empty, token-unknown where it is longer than any token.
 */
export async function digestToken(token: string | undefined): Promise<Result<string, AccessFault>> {
  if (token === undefined) return fail({ kind: 'token-missing' });
  const trimmed = token.trim();
  if (trimmed === '') return fail({ kind: 'token-empty' });
  if (trimmed.length > MAX_TOKEN_CHARACTERS) return fail({ kind: 'token-unknown' });
  return ok(await hashToken(trimmed));
}
