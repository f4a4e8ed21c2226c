import { isoSeconds } from '../../platform/time-text.ts';

/** The version of the API, which every answer names, and with which paths begin. */
export const API_VERSION = '1.3';

/** The resources. An answer has its rows under the name of their resource, next to `request` (ST-10). */
export type Resource = 'images' | 'media';

/** An error as it appears in `request`. */
export interface EnvelopeError {
  readonly error: { readonly type: string; readonly code: string; readonly message: string };
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** Formats a time as `2026-09-25UTC10:15:00`. */
function toTimestamp(timeMs: number): string {
  return isoSeconds(timeMs).replace('T', 'UTC');
}

/** Returns an answer: `request`, followed by the content. */
export function envelope(
  status: number,
  content: Readonly<Partial<Record<Resource, readonly object[]>>> & { readonly signature?: string },
  headers: HeadersInit = {},
): Response {
  return respond(status, {}, content, headers);
}

/** Returns an error response. */
export function errorEnvelope(status: number, error: EnvelopeError, headers: HeadersInit = {}): Response {
  return respond(status, error, {}, headers);
}

function respond(status: number, error: Partial<EnvelopeError>, content: object, headers: HeadersInit): Response {
  const request = {
    api_version: API_VERSION,
    status_code: status,
    timestamp: toTimestamp(Date.now()),
    ...error,
  };
  return Response.json({ request, ...content }, { status, headers });
}
