/** An error in the object form, before it is written: status, title and the named reasons. */
export interface ObjectError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503;
  readonly title: string;
  readonly errors: Readonly<Record<string, string>>;
  /** BigCommerce's own number, where it has one. */
  readonly code?: number;
  readonly retryAfterSeconds?: number;
}

const ERROR_TYPE_URL = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** An error that is all said with its title. */
export const plainError = (status: ObjectError['status'], title: string): ObjectError => ({
  status,
  title,
  errors: {},
});

/** Writes an error (BC3-35): `errors` is an object of strings, and there is no other top-level error. */
export function errorResponse({ status, title, errors, code, retryAfterSeconds }: ObjectError): Response {
  const headers = new Headers({ 'Content-Type': 'application/json', ...retryHeaders(status, retryAfterSeconds) });
  const body = { status, ...(code === undefined ? {} : { code }), title, type: ERROR_TYPE_URL, errors };
  return new Response(JSON.stringify(body), { status, headers });
}

/** When to try again, in whole seconds; under BigCommerce's own name too where a quota is used up. */
export function retryHeaders(status: number, retryAfterSeconds: number | undefined): Record<string, string> {
  if (retryAfterSeconds === undefined) return {};
  const seconds = String(retryAfterSeconds);
  return status === 429 ? { 'Retry-After': seconds, 'X-Retry-After': seconds } : { 'Retry-After': seconds };
}

/** What is answered when something broke that should not: no internals, only that it was not the client's doing. */
export function internalErrorResponse(): Response {
  const body = { status: 500, title: 'Internal Server Error', type: ERROR_TYPE_URL, errors: {} };
  return Response.json(body, { status: 500 });
}
