import { toBase64Url } from '../platform/base64url.ts';
import { randomHex } from '../platform/digest.ts';

/**
 * Parses an id from a path; undefined for anything but a whole number from 1 to 2^53 - 1 without leading zeros.
 */
export function parseId(rawId: string): number | undefined {
  if (!/^[1-9]\d{0,15}$/.test(rawId)) return undefined;
  const id = Number(rawId);
  return Number.isSafeInteger(id) ? id : undefined;
}

/** Makes an id that people may read out: 48 random bits as 12 hex digits. */
export const newShortId = (): string => randomHex(6);

/** Makes an operation id: 96 random bits as 16 base64url characters. */
export function newOperationId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
}
