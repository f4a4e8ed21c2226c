import { sha256Hex } from '../platform/digest.ts';

/** The parts of a request that must be equal for two requests with one Idempotency-Key to be the same (REQ-2). */
export interface RequestIdentity {
  readonly method: string;
  /** The path without host, query, suffix and trailing slash. */
  readonly path: string;
  /** The parsed fields, so that the order and formatting of the body make no difference. */
  readonly fields: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly file: Uint8Array | undefined;
}

/** The part of a request's identity that comes from its body and query. */
export type RequestContent = Pick<RequestIdentity, 'fields' | 'file'>;

/** Returns the SHA-256, in lower-case hex, of the method, the path, the fields sorted by name, and the file's hash. */
export async function fingerprint({ method, path, fields, file }: RequestIdentity): Promise<string> {
  const named = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const fileHash = file === undefined ? null : await sha256Hex(file);
  return await sha256Hex(new TextEncoder().encode(JSON.stringify([method, path, named, fileHash])));
}
