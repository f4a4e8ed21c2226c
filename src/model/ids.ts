import { toBase64Url } from '../platform/base64url.ts';

/**
 * Reads an id as it stands in a path; undefined for anything else: a negative number, zero, one past 2^53, or no
 * number.
 */
export function parseId(rawId: string): number | undefined {
  if (!/^[1-9]\d{0,15}$/.test(rawId)) return undefined;
  const id = Number(rawId);
  return Number.isSafeInteger(id) ? id : undefined;
}

/** A new operation id: 96 random bits as 16 base64url characters, short because a product remembers a hundred. */
export function newOperationId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
}
