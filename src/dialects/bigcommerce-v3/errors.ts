import type { Fault } from '../../catalogue/faults.ts';
import { quoted } from '../../http/quoted.ts';
import { toAccessError } from '../bigcommerce/access-errors.ts';
import { plainError, type ObjectError } from '../bigcommerce/object-error.ts';

/** Returns the error for each fault (BC3-29 to BC3-39). */
export function toWireError(fault: Fault): ObjectError {
  switch (fault.kind) {
    case 'route-not-found':
    case 'token-missing':
    case 'token-empty':
    case 'token-unknown':
    case 'scope-missing':
    case 'quota-exceeded':
      return toAccessError(fault);
    case 'product-not-found':
      return plainError(404, `A product was not found with an id of ${quoted(fault.productId)}`);
    case 'image-not-found':
      return plainError(404, `A product image was not found with an id of ${quoted(fault.imageId)}`);
    case 'image-used-by-variant':
      return plainError(409, `The product image ${fault.imageId} is shown by a variant`);
    case 'query-invalid':
      return plainError(
        422,
        `Query parameter "${fault.parameter}" value must be integer. For input string: "${quoted(fault.value)}".`,
      );
    case 'fields-invalid':
      return { status: 422, title: 'JSON data is missing or invalid', errors: fault.fields };
    case 'body-not-json':
    case 'body-malformed':
      return { status: 422, title: 'JSON data is missing or invalid', errors: { body: fault.reason } };
    case 'body-mistaken':
      return {
        status: 422,
        title: 'JSON data is missing or invalid',
        errors: { body: `The body is ${fault.found}. ${HOW_TO_SEND_A_PICTURE}` },
      };
    case 'body-too-large':
      return {
        status: 413,
        title: `The request body is larger than ${fault.maxBytes} bytes`,
        errors: { body: HOW_TO_SEND_A_PICTURE },
      };
    case 'file-misnamed':
      return invalidField(quoted(fault.field), 'Send the file in the field image_file.');
    case 'image-missing':
      return plainError(422, 'image_url must be present if uploading by url');
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
      return { ...plainError(422, 'The maximum of 8 MB size limit for upload image is exceeded'), code: 10001 };
    case 'picture-unsupported':
    case 'picture-corrupt':
    case 'picture-too-large':
      return invalidField('image_file', fault.reason);
    case 'media-missing':
      return plainError(422, `A media was not found with an id of ${fault.mediaId}`);
    case 'import-missing':
      return invalidField('image_file', `The import folder has no file '${quoted(fault.path)}'.`);
    case 'product-full':
      return {
        status: 422,
        title: 'The product has the maximum number of images',
        errors: { product_id: `A product can have up to ${fault.maxImages} images` },
      };
    case 'product-texts-full':
      return {
        status: 422,
        title: 'The descriptions of the product are too long',
        errors: {
          description: `The descriptions of a product's images can have up to ${fault.maxBytes} bytes together`,
        },
      };
    case 'order-mismatch':
      return plainError(409, 'The order does not name the images of one gallery');
    case 'past-lost':
      return plainError(409, 'The earlier state of the product cannot come back');
    case 'upload-not-found':
      return plainError(404, 'The upload URL is not valid');
    case 'version-mismatch':
      return plainError(412, 'The product has changed since the version named in If-Match');
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
        ...plainError(409, 'A request with this Idempotency-Key is still being processed'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    case 'in-maintenance':
      return {
        ...plainError(503, 'The service is in maintenance: nothing can be changed'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    case 'busy':
    case 'overloaded':
      return {
        ...plainError(503, 'The service is busy, try again shortly'),
        retryAfterSeconds: fault.retryAfterSeconds,
      };
    default:
      return fault satisfies never;
  }
}

const HOW_TO_SEND_A_PICTURE =
  'Send a picture as multipart/form-data in the field image_file, or JSON with its image_url.';

const invalidField = (field: string, reason: string): ObjectError => ({
  status: 422,
  title: `Invalid field(s): ${field}`,
  errors: { [field]: reason },
});
