import { quoted } from '../../http/quoted.ts';
import type { WireError } from './envelope.ts';
import type { ShoptetFault } from './faults.ts';

/** The answer to a fault, before it is written as a response. */
export interface ErrorAnswer {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 423 | 429 | 503;
  readonly errors: readonly WireError[];
  readonly retryAfter?: string;
}

/**
 * Returns the error for each fault (SH-3).
 *
 * @param token as the client sent it; the message for a missing scope shows its first and last characters.
 */
export function toErrorAnswer(fault: ShoptetFault, token: string | undefined): ErrorAnswer {
  switch (fault.kind) {
    case 'route-not-found':
      return singleError(404, 'page-not-found', 'There is no such endpoint.', 'unknown');
    case 'token-missing':
    case 'token-empty':
      return singleError(401, 'missing-access-token', `Add the header ${TOKEN_HEADERS} with your token.`, 'unknown');
    case 'token-unknown':
      return singleError(
        401,
        'expired-token',
        `The token is not valid. Add a valid one in the header ${TOKEN_HEADERS}.`,
        'unknown',
      );
    case 'scope-missing':
      return singleError(
        403,
        'invalid-token-no-rights',
        `The token "${maskToken(token)}" has no rights for this endpoint.`,
        'access-token',
      );
    case 'product-not-found':
      return singleError(
        404,
        'product-not-found',
        `Product with identificator "${quoted(fault.productId)}" not found.`,
        quoted(fault.productId),
      );
    case 'image-not-found':
      return singleError(404, 'image-not-found', `Image "${quoted(fault.imageId)}" not found.`, quoted(fault.imageId));
    case 'image-used-by-variant':
      return singleError(
        409,
        'image-used-by-variant',
        `Image "${fault.imageId}" is used by a variant. Set removeReference to delete it all the same.`,
        fault.imageId,
      );
    case 'job-not-found':
      return singleError(404, 'job-not-found', `Job with ID "${quoted(fault.jobId)}" not found.`, quoted(fault.jobId));
    case 'job-reads-exceeded':
      return singleError(
        403,
        'job-detail-try-counter-exceeded-limit',
        `Job "${fault.jobId}" was read too often before it ended. Wait for the webhook job:finished.`,
        fault.jobId,
      );
    case 'job-limit-reached':
      return retryAt(
        fault.retryAtMs,
        `Too many ${fault.limit === 'jobs' ? 'jobs' : 'images of jobs'} are waiting to be processed. Wait until some have ended.`,
      );
    case 'webhook-required':
      return singleError(
        403,
        'webhook-not-registered',
        `Register a webhook for the event "${fault.event}" before you send asynchronous requests.`,
        fault.event,
      );
    case 'webhook-exists':
      return singleError(
        422,
        INVALID_REQUEST_DATA,
        `There is a webhook for the event "${fault.event}" already.`,
        `data[${fault.index}].event`,
      );
    case 'signing-unavailable':
      return singleError(
        503,
        'signing-unavailable',
        'Webhooks cannot be signed here: the operator has to give SECRETS_KEYS.',
        'unknown',
      );
    case 'webhook-not-found':
      return singleError(
        404,
        'webhook-not-found',
        `Webhook with ID "${quoted(fault.webhookId)}" not found.`,
        quoted(fault.webhookId),
      );
    case 'schema-violated':
      return { status: 422, errors: fault.errors };
    case 'query-invalid':
      return singleError(
        422,
        INVALID_REQUEST_DATA,
        `The value "${quoted(fault.value)}" is not valid here.`,
        fault.parameter,
      );
    case 'fields-invalid':
      return {
        status: 422,
        errors: Object.entries(fault.fields).map(([instance, message]) => ({
          errorCode: INVALID_REQUEST_DATA,
          message,
          instance,
        })),
      };
    case 'body-not-json':
    case 'body-malformed':
      return singleError(422, INVALID_REQUEST_DATA, fault.reason, 'data');
    case 'body-mistaken':
      return singleError(422, INVALID_REQUEST_DATA, `The body is ${fault.found}. ${HOW_TO_SEND_A_PICTURE}`, 'data');
    case 'body-too-large':
      return singleError(
        413,
        'request-too-large',
        `The body has more than ${fault.maxBytes} bytes. ${HOW_TO_SEND_A_PICTURE}`,
        'data',
      );
    case 'image-missing':
    case 'file-misnamed':
      return singleError(422, INVALID_REQUEST_DATA, 'The property sourceUrl is required', 'data.sourceUrl');
    case 'image-ambiguous':
      return singleError(422, INVALID_REQUEST_DATA, 'An image has one source.', 'data.sourceUrl');
    case 'url-invalid':
      return singleError(422, INVALID_REQUEST_DATA, 'The URL must be an absolute http or https URL.', fault.url);
    case 'url-refused':
      return singleError(422, INVALID_REQUEST_DATA, `The URL may not be fetched. ${fault.reason}`, fault.url);
    case 'download-failed':
      return singleError(422, 'image-download-failed', `The image could not be downloaded. ${fault.reason}`, fault.url);
    case 'file-too-large':
      return singleError(
        422,
        'image-too-large',
        `The file is larger than ${fault.maxBytes / 1024 / 1024} MB (${fault.maxBytes} bytes).`,
        'file',
      );
    case 'picture-unsupported':
    case 'picture-corrupt':
    case 'picture-too-large':
      return singleError(422, 'invalid-image', fault.reason, 'file');
    case 'product-full':
      return singleError(422, 'product-images-limit', `A product can have up to ${fault.maxImages} images.`, 'product');
    case 'product-texts-full':
      return singleError(
        422,
        INVALID_REQUEST_DATA,
        `The descriptions of a product's images can have up to ${fault.maxBytes} bytes together.`,
        'product',
      );
    case 'order-mismatch':
      return singleError(409, 'order-mismatch', 'The order does not name the images of one gallery.', 'order');
    case 'past-lost':
      return singleError(409, 'past-lost', 'The earlier state of the product cannot come back.', 'version');
    case 'upload-not-found':
      return singleError(404, 'upload-not-found', 'The upload URL is not valid.', 'URL');
    case 'version-mismatch':
      return singleError(412, 'version-mismatch', 'The product has changed since the version in If-Match.', 'If-Match');
    case 'key-invalid':
      return singleError(
        422,
        INVALID_REQUEST_DATA,
        'The key must be 1 to 255 visible ASCII characters',
        'Idempotency-Key',
      );
    case 'key-reused':
      return singleError(422, INVALID_REQUEST_DATA, 'The key was used for a different request', 'Idempotency-Key');
    case 'operation-in-progress':
      return retryLater(
        409,
        'request-in-progress',
        'A request with this key is being processed.',
        fault.retryAfterSeconds,
      );
    case 'resource-locked':
      return singleError(423, 'resource-locked', 'A request to the same URL is being processed.', 'unknown');
    case 'quota-exceeded':
      return retryLater(429, 'rate-limit-exceeded', 'The quota of requests is used up.', fault.retryAfterSeconds);
    case 'media-missing':
      return singleError(422, INVALID_REQUEST_DATA, `There is no media ${fault.mediaId}.`, `data.images[${fault.row}]`);
    case 'import-missing':
      return singleError(
        422,
        INVALID_REQUEST_DATA,
        `There is no file "${fault.path}" in the import folder.`,
        fault.path,
      );
    case 'rate-limited':
      return retryAt(fault.retryAtMs, 'The bucket of requests is full.');
    case 'item-abandoned':
      return singleError(
        503,
        'processing-failed',
        'It could not be processed, although it was tried many times.',
        'unknown',
      );
    case 'job-expired':
      return singleError(503, 'job-expired', 'The job did not end in time.', 'unknown');
    case 'in-maintenance':
      return retryLater(
        503,
        'service-in-maintenance',
        'The service is in maintenance: nothing can be changed.',
        fault.retryAfterSeconds,
      );
    case 'busy':
    case 'overloaded':
      return retryLater(503, 'service-busy', 'The service is busy, try again shortly.', fault.retryAfterSeconds);
    default:
      return fault satisfies never;
  }
}

/** The code of all errors in the contents of a request. */
export const INVALID_REQUEST_DATA = 'invalid-request-data';

const HOW_TO_SEND_A_PICTURE = 'Send JSON; it names a picture by its URL, as sourceUrl.';

const TOKEN_HEADERS = 'Shoptet-Access-Token or Shoptet-Private-API-Token';

function singleError(status: ErrorAnswer['status'], errorCode: string, message: string, instance: string): ErrorAnswer {
  return { status, errors: [{ errorCode, message, instance }] };
}

const retryLater = (
  status: ErrorAnswer['status'],
  code: string,
  message: string,
  retryAfterSeconds: number,
): ErrorAnswer => ({
  ...singleError(status, code, message, 'unknown'),
  retryAfter: String(retryAfterSeconds),
});

/** The vendor's 429 says in a date when to come back. */
const retryAt = (timeMs: number, message: string): ErrorAnswer => ({
  ...singleError(429, 'rate-limit-exceeded', message, 'unknown'),
  // The header has whole seconds. Rounded down, it would name a time that is too early.
  retryAfter: new Date(Math.ceil(timeMs / 1000) * 1000).toUTCString(),
});

/** Returns a token as `abc..123`, which is enough to recognize it and too little to use it. */
const maskToken = (token = ''): string => (token.length < 8 ? '..' : `${token.slice(0, 3)}..${token.slice(-3)}`);

/** Returns the entry of `errors` for a fault that does not fail the whole request. */
export function toErrorEntry(fault: ShoptetFault): WireError {
  const [error] = toErrorAnswer(fault, undefined).errors;
  return error ?? { errorCode: INVALID_REQUEST_DATA, message: '', instance: 'unknown' };
}
