import { toBase64Url } from '../platform/base64url.ts';

/** A new operation id: 96 random bits as 16 base64url characters, short because a product remembers a hundred. */
export function newOperationId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
}
