/** One entry of `errors`. */
export interface WireError {
  readonly errorCode: string;
  readonly message: string;
  /** What the error is about: a path in the body, a name, or an id. */
  readonly instance: string;
}

const CONTENT_TYPE = 'application/json; charset=utf-8';

/** Returns a response in the envelope that every answer has (SH-2). `errors` is null when there are none. */
export function envelope(
  requestId: string,
  answer: {
    readonly status: number;
    readonly data: unknown;
    readonly errors?: readonly WireError[] | undefined;
    readonly headers?: Record<string, string> | undefined;
  },
): Response {
  const { status, data, errors = [], headers } = answer;
  const all = new Headers(headers ?? {});
  all.set('Content-Type', CONTENT_TYPE);
  const body = { data, errors: errors.length === 0 ? null : errors, metadata: { requestId } };
  return new Response(JSON.stringify(body), { status, headers: all });
}
