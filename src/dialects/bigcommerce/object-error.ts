/** An error in the form of V3, an object with a title and named reasons, before it is written. */
export interface ObjectError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503;
  readonly title: string;
  readonly errors: Readonly<Record<string, string>>;
  /** BigCommerce's own error number, if there is one. */
  readonly code?: number;
  readonly retryAfterSeconds?: number;
}

const ERROR_TYPE_URL = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** Returns an error that has a title and no named reasons. */
export const plainError = (status: ObjectError['status'], title: string): ObjectError => ({
  status,
  title,
  errors: {},
});

/** Writes an error as a response (BC3-35). `errors` is an object of strings, and there is no other top-level error. */
export function errorResponse({ status, title, errors, code, retryAfterSeconds }: ObjectError): Response {
  const headers = new Headers({ 'Content-Type': 'application/json', ...retryHeaders(status, retryAfterSeconds) });
  const body = { status, ...(code === undefined ? {} : { code }), title, type: ERROR_TYPE_URL, errors };
  return new Response(JSON.stringify(body), { status, headers });
}

/**
 * Returns the headers that say when to try again, in whole seconds. When a quota is used up, BigCommerce's own header
 * has the same value.
 */
export function retryHeaders(status: number, retryAfterSeconds: number | undefined): Record<string, string> {
  if (retryAfterSeconds === undefined) return {};
  const seconds = String(retryAfterSeconds);
  return status === 429 ? { 'Retry-After': seconds, 'X-Retry-After': seconds } : { 'Retry-After': seconds };
}

/**
 * Returns the answer to an unexpected error. It says only that the client is not at fault, and nothing of the cause.
 */
export function internalErrorResponse(): Response {
  const body = { status: 500, title: 'Internal Server Error', type: ERROR_TYPE_URL, errors: {} };
  return Response.json(body, { status: 500 });
}
