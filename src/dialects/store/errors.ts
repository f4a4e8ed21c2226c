import type { ListTooLong } from '../../catalogue/listing-reads.ts';
import { MAX_PROBLEMS, moreProblems, quoted } from '../../http/quoted.ts';
import { errorEnvelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';

type ErrorType = 'authentication_error' | 'permission_error' | 'invalid_request_error' | 'api_error';

/** An error of this dialect before it is written as a response. */
interface WireError {
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string;
  readonly message: string;
  /** The problems of a validation by field; the field of a row is `row.field`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the error for each fault (ST-11, ST-12). */
function toWireError(fault: StoreFault): WireError {
  switch (fault.kind) {
    case 'token-missing':
    case 'token-empty':
    case 'token-unknown':
      return {
        ...unauthorized('credentials_invalid', 'Send the store’s user name and public key by HTTP Basic.'),
        headers: { 'WWW-Authenticate': 'Basic realm="Store API", charset="UTF-8"' },
      };
    case 'signature-missing':
      return unauthorized(
        'signature_missing',
        'This call must be signed: signature, timestamp and fingerprint are needed.',
      );
    case 'signature-unknown':
      return unauthorized('signature_invalid', 'There is no such signature, or it has expired: authenticate again.');
    case 'timestamp-out-of-range':
      return unauthorized(
        'timestamp_out_of_range',
        'The timestamp must be ISO 8601 and within 2 minutes of this answer’s.',
      );
    case 'fingerprint-mismatch':
      return unauthorized('fingerprint_mismatch', 'The fingerprint is not that of this call.');
    case 'signing-off':
      return forbidden('resource_not_allowed', 'This store takes no signed calls.');
    case 'signing-unavailable':
      return unavailable(
        'signing_unavailable',
        'Signed calls are not set up: the operator has to give SECRETS_KEYS and keys.',
      );
    case 'cross-site':
      return forbidden('resource_not_allowed', 'A page of another site may not send this call.');
    case 'scope-missing':
      return forbidden('method_not_allowed', 'This public key may only read.');
    case 'route-not-found':
      return notFound('There is nothing at this address.');
    case 'product-not-found':
      return notFound(`There is no product ${quoted(fault.productId)}.`);
    case 'image-not-found':
      return notFound(`There is no image ${quoted(fault.imageId)}.`);
    case 'media-not-found':
      return notFound(`There is no media ${quoted(fault.mediaId)}.`);
    case 'version-not-supported':
      return invalidRequest(405, 'api_version_not_supported', `Version ${fault.version} is not supported; 1.3 is.`);
    case 'method-not-supported':
      return invalidRequest(406, 'http_method_not_supported', `${fault.method} is not supported here.`);
    case 'parameters-too-many':
      return validationFailed({ parameters: `A call has at most ${fault.maxParameters} parameters` });
    case 'query-unreadable':
      return validationFailed({ [fault.parameter]: `${fault.parameter}, character ${fault.at}: ${fault.reason}` });
    case 'query-invalid':
      return validationFailed({ [fault.parameter]: `${fault.parameter} must be a whole number from 1` });
    case 'list-too-long':
      return validationFailed({ [fault.parameter]: WHY_TOO_LONG[fault.parameter](fault.maxRows) });
    case 'fields-invalid':
      return validationFailed(fault.fields);
    case 'body-not-json':
    case 'body-malformed':
      return validationFailed({ body: fault.reason });
    case 'body-mistaken':
      return validationFailed({ body: `The body is ${fault.found}. ${HOW_TO_SEND_A_PICTURE}` });
    case 'body-too-large':
      return validationFailed({ body: `The body must have at most ${fault.maxBytes} bytes` });
    case 'file-too-large':
      return validationFailed({ media_data: 'media_data must have at most 5 MB once decoded' });
    case 'picture-unsupported':
    case 'picture-corrupt':
    case 'picture-too-large':
      return validationFailed({ media_data: fault.reason });
    case 'media-missing':
      return validationFailed({ [`${fault.row}.media_id`]: `There is no media ${fault.mediaId}` });
    case 'media-in-use':
      return validationFailed({ id: 'The media is used by an image: delete that first' });
    case 'filename-taken':
      return validationFailed({ filename: 'filename is taken in this folder' });
    case 'product-full':
      return validationFailed({ product: `A product can have up to ${fault.maxImages} images` });
    case 'product-texts-full':
      return validationFailed({
        alt_text: `The alt texts of a product's images can have up to ${fault.maxBytes} bytes together`,
      });
    case 'import-missing':
    case 'image-missing':
    case 'file-misnamed':
    case 'image-ambiguous':
    case 'url-invalid':
    case 'url-refused':
    case 'download-failed':
      return validationFailed({ media_data: 'media_data must be a picture' });
    case 'image-used-by-variant':
      return invalidRequest(409, 'image_in_use', 'The image is shown by a variant.');
    case 'order-mismatch':
      return invalidRequest(409, 'order_mismatch', 'The order does not name the images of one gallery.');
    case 'past-lost':
      return invalidRequest(409, 'past_lost', 'The earlier state of the product cannot come back.');
    case 'upload-not-found':
      return invalidRequest(404, 'upload_not_found', 'The upload URL is not valid.');
    case 'version-mismatch':
      return invalidRequest(412, 'version_mismatch', 'The product has changed since the version named in If-Match.');
    case 'key-invalid':
      return validationFailed({ 'Idempotency-Key': 'Idempotency-Key must be 1 to 255 visible ASCII characters' });
    case 'key-reused':
      return invalidRequest(422, 'idempotency_key_reused', 'The Idempotency-Key was used for a different request.');
    case 'operation-in-progress':
      return {
        ...invalidRequest(
          409,
          'operation_in_progress',
          'A request with this Idempotency-Key is still being processed.',
        ),
        headers: { 'Retry-After': String(fault.retryAfterSeconds) },
      };
    case 'quota-exceeded':
    case 'in-maintenance':
      return {
        ...unavailable('service_in_maintenance', 'The service is in maintenance: nothing can be changed.'),
        headers: { 'Retry-After': String(fault.retryAfterSeconds) },
      };
    case 'busy':
    case 'overloaded':
      return {
        ...unavailable('service_busy', 'The service is busy, try again shortly.'),
        headers: { 'Retry-After': String(fault.retryAfterSeconds) },
      };
    default:
      return fault satisfies never;
  }
}

/** What to send in place of a list that would read too much. */
const WHY_TOO_LONG: Readonly<Record<ListTooLong['parameter'], (maxRows: number) => string>> = {
  query: (maxRows) => `query looks through ${maxRows} rows at most: add id_min and id_max, a media_id or a filename`,
  order: (maxRows) => `order sorts ${maxRows} rows at most: order by id, or add a query by id_min and id_max`,
  page: (maxRows) =>
    `page begins more than ${maxRows} rows after any that was read: read the pages in order, or add a query by id_min`,
};

const HOW_TO_SEND_A_PICTURE = 'Send JSON; a picture goes to /media, in base64 as media_data.';

const unauthorized = (code: string, message: string): WireError => ({
  status: 401,
  type: 'authentication_error',
  code,
  message,
});

const forbidden = (code: string, message: string): WireError => ({
  status: 403,
  type: 'permission_error',
  code,
  message,
});

const notFound = (message: string): WireError => invalidRequest(404, 'not_found', message);

const invalidRequest = (status: number, code: string, message: string): WireError => ({
  status,
  type: 'invalid_request_error',
  code,
  message,
});

const unavailable = (code: string, message: string): WireError => ({ status: 503, type: 'api_error', code, message });

const validationFailed = (fields: Readonly<Record<string, string>>): WireError => ({
  ...invalidRequest(400, 'validation_failed', 'Some fields are not valid.'),
  fields,
});

/** Returns the error response of a fault. */
export function errorResponse(fault: StoreFault): Response {
  const { status, type, code, message, fields, headers } = toWireError(fault);
  const errors = fields && toWireErrors(fields);
  return errorEnvelope(status, { error: { type, code, message }, ...(errors && { errors }) }, headers);
}

/** Returns one error for each field; beyond MAX_PROBLEMS the last one says how many more there are (ST-12). */
function toWireErrors(fields: Readonly<Record<string, string>>): readonly { field: string; message: string }[] {
  const problems = Object.entries(fields);
  const named = problems
    .slice(0, MAX_PROBLEMS)
    .map(([field, text]) => ({ field: quoted(field), message: quoted(text) }));
  const moreCount = problems.length - named.length;
  return moreCount === 0 ? named : [...named, { field: 'body', message: moreProblems(moreCount) }];
}

/**
 * Returns the answer to an unexpected error. It says only that the client is not at fault, and nothing of the cause.
 */
export function internalErrorResponse(): Response {
  const error = { type: 'api_error', code: 'internal_error', message: 'Something went wrong on our side.' };
  return errorEnvelope(500, { error });
}
