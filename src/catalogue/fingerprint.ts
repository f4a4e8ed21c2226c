import { sha256Hex } from '../platform/digest.ts';

/** What makes two requests with one Idempotency-Key the same request (REQ-2). */
export interface RequestIdentity {
  readonly method: string;
  /** Without host, query, suffix and trailing slash. */
  readonly path: string;
  /** The fields as parsed, so that the order and spelling of the body do not matter. */
  readonly fields: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly file: Uint8Array | undefined;
}

/** The part of a request's identity that its body and query give. */
export type RequestContent = Pick<RequestIdentity, 'fields' | 'file'>;

/** SHA-256 over method, path, parsed fields by name, and the hash of the file. */
export async function fingerprint({ method, path, fields, file }: RequestIdentity): Promise<string> {
  const named = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const fileHash = file === undefined ? null : await sha256Hex(file);
  return await sha256Hex(new TextEncoder().encode(JSON.stringify([method, path, named, fileHash])));
}
