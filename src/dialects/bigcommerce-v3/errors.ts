import type { Fault } from '../../catalogue/faults.ts';

/** An error of this dialect before it is written: status, title and the named reasons. */
export interface WireError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 503;
  readonly title: string;
  readonly errors: Readonly<Record<string, string>>;
  /** BigCommerce's own number, where it has one. */
  readonly code?: number;
  readonly retryAfterSeconds?: number;
}

/** The table of the contract (BigCommerce section 1 "Errors", section 3): every fault has its row. */
export function toWireError(fault: Fault): WireError {
  switch (fault.kind) {
    case 'route-not-found':
      return plain(404, 'The route is not found, check the URL');
    case 'token-missing':
      return plain(401, 'X-Auth-Token header is required');
    case 'token-empty':
      return plain(401, 'X-Auth-Token header should have correct format');
    case 'token-unknown':
      return plain(401, 'Unauthorized');
    case 'scope-missing':
      return plain(403, "You don't have a required scope to access the endpoint");
    case 'product-not-found':
      return plain(404, `A product was not found with an id of ${fault.productId}`);
    case 'image-not-found':
      return plain(404, `A product image was not found with an id of ${fault.imageId}`);
    case 'image-used-by-variant':
      return plain(409, `The product image ${fault.imageId} is shown by a variant`);
    case 'query-invalid':
      return plain(
        422,
        `Query parameter "${fault.parameter}" value must be integer. For input string: "${fault.value}".`,
      );
    case 'fields-invalid':
      return { status: 422, title: 'JSON data is missing or invalid', errors: fault.fields };
    case 'body-not-json':
    case 'body-malformed':
      return { status: 422, title: 'JSON data is missing or invalid', errors: { body: fault.reason } };
    case 'body-too-large':
      return plain(413, `The request body is larger than ${fault.maxBytes} bytes`);
    case 'image-missing':
      return plain(422, 'image_url must be present if uploading by url');
    case 'image-ambiguous':
      return invalidField('image_url', 'image_url cannot be used with image_file');
    case 'url-invalid':
      return invalidField('image_url', 'url must be an actual URL or an empty string');
    case 'url-refused':
      return invalidField('image_url', fault.reason);
    case 'download-failed':
      return {
        status: 400,
        title: "The field 'image_file' is invalid.",
        errors: {
          invalid_reason: `The resource at '${fault.url}' could not be downloaded and may be invalid. ${fault.reason}`,
        },
      };
    case 'file-too-large':
      return { ...plain(422, 'The maximum of 8 MB size limit for upload image is exceeded'), code: 10001 };
    case 'picture-unsupported':
    case 'picture-corrupt':
    case 'picture-too-large':
      return invalidField('image_file', fault.reason);
    case 'product-full':
      return {
        status: 422,
        title: 'The product has the maximum number of images',
        errors: { product_id: `A product can have up to ${fault.maxImages} images` },
      };
    case 'version-mismatch':
      return plain(412, 'The product has changed since the version named in If-Match');
    case 'key-invalid':
      return {
        status: 422,
        title: 'Invalid header: Idempotency-Key',
        errors: { 'Idempotency-Key': 'must be 1 to 255 visible ASCII characters' },
      };
    case 'key-reused':
      return {
        status: 422,
        title: 'The Idempotency-Key was used for a different request',
        errors: { 'Idempotency-Key': 'use a new key for a new request' },
      };
    case 'operation-in-progress':
      return {
        ...plain(409, 'A request with this Idempotency-Key is still being processed'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    case 'busy':
    case 'ingest-busy':
      return {
        ...plain(503, 'The service is busy, try again shortly'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    default:
      return fault satisfies never;
  }
}

const plain = (status: WireError['status'], title: string): WireError => ({ status, title, errors: {} });

const invalidField = (field: string, reason: string): WireError => ({
  status: 422,
  title: `Invalid field(s): ${field}`,
  errors: { [field]: reason },
});

const TYPE = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** Writes an error as the contract wants it: `errors` is an object of strings, and there is no other top-level error. */
export function errorResponse({ status, title, errors, code, retryAfterSeconds }: WireError): Response {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds));
  const body = { status, ...(code === undefined ? {} : { code }), title, type: TYPE, errors };
  return new Response(JSON.stringify(body), { status, headers });
}

/** What is answered when something broke that should not: no internals, only that it was not the client's doing. */
export function internalErrorResponse(): Response {
  const body = { status: 500, title: 'Internal Server Error', type: TYPE, errors: {} };
  return Response.json(body, { status: 500 });
}
