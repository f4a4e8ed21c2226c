import { moreProblems, quoted } from '../../http/quoted.ts';
import { MAX_FILE_BYTES } from '../../ingest/limits.ts';
import type { AccessError } from '../bigcommerce/access-errors.ts';
import type { FieldProblem, V2Fault } from './faults.ts';

/** One entry of an error; every error of this version is an array of entries. */
export interface WireEntry {
  readonly status: number;
  readonly message: string;
  readonly details?: Readonly<Record<string, string>>;
}

/** An error before it is written as a response. */
export interface WireErrors {
  readonly status: number;
  readonly entries: readonly WireEntry[];
  readonly retryAfterSeconds?: number;
}

/** Returns the error for each fault (BC2-28 to BC2-38). */
export function toWireErrors(fault: V2Fault): WireErrors {
  switch (fault.kind) {
    case 'route-not-found':
    case 'token-missing':
    case 'token-empty':
    case 'token-unknown':
    case 'scope-missing':
    case 'quota-exceeded':
      return toAccessErrors(fault);
    case 'cross-site':
      return singleError(403, 'A page of another site may not send this request.');
    case 'product-not-found':
    case 'image-not-found':
      return singleError(404, NOT_FOUND);
    case 'query-invalid':
      return invalidField(fault.parameter, `'${quoted(fault.value)}' is not a whole number from 1.`);
    case 'limit-too-large':
      return singleError(413, `The limit is ${fault.maxLimit} at most; ${fault.limit} was asked for.`);
    case 'fields-refused':
      return { status: 400, entries: [...fault.problems.map(toProblemEntry), ...toMoreEntries(fault.moreCount)] };
    case 'fields-invalid':
      return {
        status: 400,
        entries: Object.entries(fault.fields).map(([field, reason]) => invalidFieldEntry(field, reason)),
      };
    case 'body-not-json':
    case 'body-not-xml':
    case 'body-malformed':
      return singleError(400, fault.reason);
    case 'body-mistaken':
      return singleError(400, `The body is ${fault.found}. ${HOW_TO_SEND_A_PICTURE}`);
    case 'body-too-large':
      return {
        status: 413,
        entries: [
          {
            status: 413,
            message: `The request body is larger than ${fault.maxBytes} bytes.`,
            details: { invalid_reason: HOW_TO_SEND_A_PICTURE },
          },
        ],
      };
    case 'file-misnamed':
      return { status: 400, entries: [toProblemEntry({ kind: 'misnamed-file', field: fault.field })] };
    case 'image-missing':
      return singleError(400, "The required field 'image_file' was not supplied.");
    case 'image-ambiguous':
      return invalidField('image_file', 'Send a file, or a URL or path, not both.');
    case 'url-invalid':
      return invalidField('image_file', `'${quoted(fault.url)}' is not an absolute URL that can be fetched.`);
    case 'url-refused':
    case 'picture-unsupported':
    case 'picture-corrupt':
    case 'picture-too-large':
      return invalidField('image_file', fault.reason);
    case 'import-missing':
      return invalidField('image_file', `The import folder has no file '${quoted(fault.path)}'.`);
    case 'file-too-large':
      // The message does not name the fault's own limit, which can be that of a whole form and a little higher.
      return invalidField('image_file', `The file is larger than ${MAX_FILE_BYTES / (1024 * 1024)} MB.`);
    case 'download-failed':
      return invalidField('image_file', `The resource at '${fault.url}' could not be downloaded and may be invalid.`, {
        download_error: fault.reason,
      });
    case 'media-missing':
      return singleError(422, `There is no media ${fault.mediaId}.`);
    case 'product-full':
      return singleError(422, `A product can have up to ${fault.maxImages} images.`);
    case 'product-texts-full':
      return singleError(
        422,
        `The descriptions of a product's images can have up to ${fault.maxBytes} bytes together.`,
      );
    case 'image-used-by-variant':
      return singleError(409, `The image ${fault.imageId} is shown by a variant.`);
    case 'order-mismatch':
      return singleError(409, 'The order does not name the images of one gallery.');
    case 'past-lost':
      return singleError(409, 'The earlier state of the product cannot come back.');
    case 'upload-not-found':
      return singleError(404, 'The upload URL is not valid.');
    case 'version-mismatch':
      return singleError(412, 'The product has changed since the version named in If-Match.');
    case 'key-invalid':
      return singleError(422, 'The header Idempotency-Key must be 1 to 255 visible ASCII characters.');
    case 'key-reused':
      return singleError(422, 'The Idempotency-Key was used for a different request.');
    case 'operation-in-progress':
      return {
        ...singleError(409, 'A request with this Idempotency-Key is still being processed.'),
        ...withRetryAfter(fault),
      };
    case 'in-maintenance':
      return {
        ...singleError(503, 'The service is in maintenance: nothing can be changed.'),
        ...withRetryAfter(fault),
      };
    case 'busy':
    case 'overloaded':
      return { ...singleError(503, 'The service is busy, try again shortly.'), ...withRetryAfter(fault) };
    default:
      return fault satisfies never;
  }
}

const HOW_TO_SEND_A_PICTURE =
  'Send a picture as multipart/form-data in the field image_file, or JSON or XML with its URL as image_file.';

const NOT_FOUND = 'The requested resource was not found.';

/** Returns the error for each access fault as an array, for `/api/v2` (BC2-27). */
function toAccessErrors(fault: AccessError): WireErrors {
  switch (fault.kind) {
    case 'route-not-found':
      return singleError(404, NOT_FOUND);
    case 'token-missing':
      return singleError(401, 'No credentials were supplied in the request.');
    case 'token-empty':
    case 'token-unknown':
      return singleError(401, 'The credentials supplied in the request are not valid.');
    case 'scope-missing':
      return singleError(403, "You don't have a required scope to access the endpoint.");
    case 'quota-exceeded':
      return {
        ...singleError(429, 'The request quota of this store is used up, try again later.'),
        ...withRetryAfter(fault),
      };
    default:
      return fault satisfies never;
  }
}

const singleError = (status: number, message: string): WireErrors => ({ status, entries: [{ status, message }] });

const withRetryAfter = ({
  retryAfterSeconds,
}: {
  readonly retryAfterSeconds: number;
}): Pick<WireErrors, 'retryAfterSeconds'> => ({ retryAfterSeconds });

const invalidField = (field: string, reason: string, more: Readonly<Record<string, string>> = {}): WireErrors => ({
  status: 400,
  entries: [invalidFieldEntry(field, reason, more)],
});

const invalidFieldEntry = (field: string, reason: string, more: Readonly<Record<string, string>> = {}): WireEntry => ({
  status: 400,
  message: `The field '${field}' is invalid.`,
  details: { invalid_reason: reason, ...more },
});

const toMoreEntries = (moreCount: number): readonly WireEntry[] =>
  moreCount === 0 ? [] : [{ status: 400, message: moreProblems(moreCount) }];

function toProblemEntry({ kind, field }: FieldProblem): WireEntry {
  const name = quoted(field);
  switch (kind) {
    case 'unknown':
      return { status: 400, message: `The field '${name}' is not supported by this resource.` };
    case 'misnamed-file':
      return {
        status: 400,
        message: `The field '${name}' is not supported by this resource.`,
        details: { invalid_reason: 'Send the file in the field image_file.' },
      };
    case 'read-only':
      return {
        status: 400,
        message: `The field '${name}' cannot be written to. Please remove it from your request before trying again.`,
      };
    case 'null':
      return { status: 400, message: `The field '${name}' does not allow null values.` };
    default:
      return kind satisfies never;
  }
}
