import { quoted } from '../../http/quoted.ts';
import type { LostPast } from '../../gallery/faults.ts';
import type { V1Fault } from './faults.ts';
import type { Problem } from './problem.ts';

/** When to send a job again that was one too many, in seconds. */
const RETRY_SECONDS = 60;

/** Returns the problem for each fault. Its kind is that of the fault, and so the stable word that its type ends in. */
export function toProblem(fault: V1Fault): Problem {
  return { kind: fault.kind, ...describe(fault) };
}

type Description = Omit<Problem, 'kind'>;

function describe(fault: V1Fault): Description {
  switch (fault.kind) {
    case 'route-not-found':
      return problem(404, 'There is no such route', 'Check the path.');
    case 'method-not-allowed': {
      const allowed = fault.allowed.join(', ');
      const description = problem(405, 'The path has no such method', `It has ${allowed}.`);
      return { ...description, headers: { Allow: allowed } };
    }
    case 'token-missing':
      return unauthorized('The token is missing', 'Send the header Authorization: Bearer TOKEN.');
    case 'token-empty':
      return unauthorized('The token is empty', 'Send the header Authorization: Bearer TOKEN.');
    case 'token-unknown':
      return unauthorized('The token is not valid', 'It was never issued, has expired or has been revoked.');
    case 'scope-missing': {
      const scope = fault.needed;
      const detail = `This takes a token that works for the API "v1" and has the scope "${scope}".`;
      return { ...problem(403, 'The token does not allow this', detail), members: { scope } };
    }
    case 'cross-site':
      return problem(403, 'A page of another site has sent this', 'A session is for pages of this service alone.');
    case 'quota-exceeded':
      return retryLater(
        problem(429, 'The request quota is used up', 'The store may send more requests in the next window.'),
        fault.retryAfterSeconds,
      );
    case 'in-maintenance':
      return retryLater(
        problem(503, 'The service is in maintenance', 'Nothing can be changed meanwhile. Reads work.'),
        fault.retryAfterSeconds,
      );
    case 'busy':
    case 'overloaded':
      return retryLater(
        problem(503, 'The service is busy', 'Nothing was changed. Try again shortly.'),
        fault.retryAfterSeconds,
      );
    case 'product-not-found':
      return problem(404, 'The product was not found', `There is no product "${quoted(fault.productId)}".`);
    case 'image-not-found':
      return problem(404, 'The image was not found', `The product has no image "${quoted(fault.imageId)}".`);
    case 'image-used-by-variant':
      return {
        ...problem(
          409,
          'A variant shows the image',
          `Image ${fault.imageId} is shown by ${(fault.variants ?? []).map((variant) => `variant "${quoted(variant)}"`).join(', ')}. With "references" set to "clear" it is deleted all the same.`,
        ),
        members: { imageId: Number(fault.imageId), variants: fault.variants ?? [] },
      };
    case 'order-mismatch':
      return {
        ...problem(
          409,
          'The order does not fit the gallery',
          'It names each image of one gallery once. Read the product again: missing are those that it leaves out, unknown those that the gallery does not have.',
        ),
        members: { missing: fault.missing, unknown: fault.unknown },
      };
    case 'media-not-found':
      return problem(404, 'The media was not found', `The library has no media "${quoted(fault.mediaId)}".`);
    case 'media-in-use':
      return {
        ...problem(
          409,
          'The media is in use',
          `This many images and variants show it: ${fault.uses ?? 1}. Delete those first.`,
        ),
        members: { uses: fault.uses ?? 1 },
      };
    case 'job-not-found':
      return problem(404, 'The job was not found', `There is no job "${quoted(fault.jobId)}".`);
    case 'job-limit-reached':
      return retryLater(problem(429, 'The store has too many jobs', 'Some of them have to end first.'), RETRY_SECONDS);
    case 'item-failed':
      return { ...problem(422, 'An item of the job failed', fault.detail), members: { reason: fault.reason } };
    case 'item-abandoned':
      return problem(503, 'The item could not be dealt with', 'It was tried many times. Send it again.');
    case 'job-expired':
      return problem(503, 'The job did not end in time', 'Send again what it has not done.');
    case 'filename-taken':
      return {
        ...problem(409, 'The file name is taken', 'Another media of the folder has it.'),
        errors: [{ pointer: '/fileName', detail: 'Another media of the folder has it.' }],
      };
    case 'media-missing':
      return invalid('The media was not found', `There is no media ${fault.mediaId}.`, {
        pointer: `/images/${fault.row}/mediaId`,
      });
    case 'product-full':
      return problem(
        422,
        'The product has the most images that it may have',
        `A product has at most ${fault.maxImages} images in all galleries.`,
      );
    case 'product-texts-full':
      return problem(
        422,
        'The alt texts of the product are too long',
        `Those of all images of a product have at most ${fault.maxBytes} bytes together.`,
      );
    case 'events-gone':
      return {
        ...problem(
          410,
          'The events are not kept any more',
          `Of those after ${fault.afterSeq}, the first that is kept is ${fault.oldestSeq}. Read anew what depends on them, and go on after ${fault.oldestSeq - 1}.`,
        ),
        members: { oldestSeq: fault.oldestSeq },
      };
    case 'webhook-not-found':
      return problem(404, 'The webhook was not found', `There is no webhook "${quoted(fault.webhookId)}".`);
    case 'too-many-webhooks':
      return problem(
        409,
        'The store has the most webhooks that it may have',
        `It has ${fault.maxWebhooks}. Delete one, or change it.`,
      );
    case 'signing-key-not-found':
      return problem(404, 'The signing key was not found', `There is no signing key "${quoted(fault.keyId)}".`);
    case 'too-many-signing-keys':
      return problem(
        409,
        'The store has the most signing keys that it may have',
        `It has ${fault.maxKeys}. Delete one that is not used any more.`,
      );
    case 'token-not-found':
      return problem(404, 'The token was not found', `There is no live token "${quoted(fault.tokenId)}".`);
    case 'too-many-tokens':
      return problem(
        409,
        'The store has the most tokens that it may have',
        `It has ${fault.maxTokens}. Revoke one that is not used any more.`,
      );
    case 'settings-changed':
      return problem(
        412,
        'The settings of the store have changed',
        'If-Match names another version. Nothing was changed: read them again.',
      );
    case 'too-many-sizes':
      return problem(
        409,
        'The store has offered the most sizes that it may offer',
        'Every size that was ever offered is served for ever. Offer one of those again, or sign URLs of other sizes.',
      );
    case 'too-many-uploads':
      return retryLater(
        problem(
          429,
          'The store has too many upload URLs open',
          `It has ${fault.maxUploads}, and each ends with its last file or within ten minutes.`,
        ),
        fault.retryAfterSeconds,
      );
    case 'upload-not-found':
      return problem(
        404,
        'The upload URL is not valid',
        'It was never made, has expired, has taken all its files, is for pages of another origin, or its token does not allow this any more.',
      );
    case 'signing-unavailable':
      return problem(
        503,
        'Nothing can be signed',
        'The operator has to set SECRETS_KEYS and SIGNING_KEYS, with all secrets that were in use.',
      );
    case 'past-lost':
      return problem(409, 'The earlier state cannot come back', describeLost(fault.lost));
    case 'version-mismatch':
      return {
        ...problem(
          412,
          'The product has another version',
          `It has version ${fault.currentVersion}. If-Match names another, or is an ETag from before the store's settings changed. Nothing was changed.`,
        ),
        members: { currentVersion: fault.currentVersion },
      };
    case 'key-invalid':
      return {
        ...problem(400, 'The Idempotency-Key is not valid', 'It has 1 to 255 visible ASCII characters.'),
        errors: [{ header: 'Idempotency-Key', detail: 'It has 1 to 255 visible ASCII characters.' }],
      };
    case 'key-reused':
      return problem(422, 'The Idempotency-Key was used for another request', 'Use a new key for a new request.');
    case 'operation-in-progress':
      return retryLater(
        problem(409, 'The request is being processed', 'An earlier request with this Idempotency-Key has not ended.'),
        fault.retryAfterSeconds,
      );
    case 'parameters-invalid':
      return { ...problem(400, 'The query is not valid', summary(fault.errors)), errors: fault.errors };
    case 'query-invalid': {
      const detail = `The value "${quoted(fault.value)}" is not valid here.`;
      return {
        ...problem(400, 'The query is not valid', detail),
        errors: [{ parameter: fault.parameter, detail }],
      };
    }
    case 'body-invalid':
      return { ...problem(422, 'The body is not valid', summary(fault.errors)), errors: fault.errors };
    case 'fields-invalid': {
      const errors = Object.entries(fault.fields).map(([field, detail]) => ({ pointer: `/${field}`, detail }));
      return { ...problem(422, 'The body is not valid', summary(errors)), errors };
    }
    case 'body-not-json':
      return problem(400, 'The body is not JSON', fault.reason);
    case 'body-malformed':
      return problem(400, 'The body cannot be read', fault.reason);
    case 'body-mistaken':
      return problem(400, 'The body is of another kind', `The body is ${fault.found}.`);
    case 'body-too-large':
      return problem(413, 'The body is too large', `It has more than ${fault.maxBytes} bytes.`);
    case 'image-missing':
      return problem(422, 'The picture is missing', 'Send it as a file, or name its URL or its media.');
    case 'image-ambiguous':
      return problem(422, 'The picture has several sources', 'Send it as a file, or name its URL or its media.');
    case 'file-misnamed':
      return problem(422, 'The file has the wrong name', `Send it as the part "file", not "${quoted(fault.field)}".`);
    case 'file-too-large':
      return problem(422, 'The file is too large', `It has more than ${describeBytes(fault.maxBytes)}.`);
    case 'picture-unsupported':
      return problem(422, 'The picture has another format', fault.reason);
    case 'picture-corrupt':
      return problem(422, 'The picture is corrupt', fault.reason);
    case 'picture-too-large':
      return problem(422, 'The picture has too many pixels or frames', fault.reason);
    case 'url-invalid':
      return problem(422, 'The URL is not valid', `"${quoted(fault.url)}" is no absolute http or https URL.`);
    case 'url-refused':
      return problem(422, 'The URL is not fetched', `"${quoted(fault.url)}": ${fault.reason}`);
    case 'download-failed':
      return problem(422, 'The picture could not be fetched', `"${quoted(fault.url)}": ${fault.reason}`);
    case 'import-missing':
      return problem(422, 'The file was not found', `The import folder has no file "${quoted(fault.path)}".`);
    default:
      return fault satisfies never;
  }
}

function describeLost(lost: LostPast): string {
  switch (lost.what) {
    case 'version':
      return `The product has not had that version; it has version ${lost.currentVersion}.`;
    case 'history':
      return `The history does not reach back to version ${lost.toVersion} any more.`;
    case 'image':
      return `Image ${lost.imageId}, or the file that it showed, is not in the trash any more.`;
    case 'variant-picture':
      return `The picture that variant "${quoted(lost.variant)}" had is not in the trash any more.`;
    default:
      return lost satisfies never;
  }
}

/** Says a number of bytes, in MB too where they are whole ones. */
function describeBytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return Number.isInteger(megabytes) ? `${megabytes} MB (${bytes} bytes)` : `${bytes} bytes`;
}

const problem = (status: Problem['status'], title: string, detail: string): Description => ({ status, title, detail });

const unauthorized = (title: string, detail: string): Description => ({
  ...problem(401, title, detail),
  headers: { 'WWW-Authenticate': 'Bearer' },
});

const retryLater = (description: Description, seconds: number): Description => ({
  ...description,
  headers: { ...description.headers, 'Retry-After': String(seconds) },
});

const invalid = (title: string, detail: string, { pointer }: { readonly pointer: string }): Description => ({
  ...problem(422, title, detail),
  errors: [{ pointer, detail }],
});

/** Returns a sentence for the errors that follow it. */
const summary = (errors: readonly unknown[]): string =>
  errors.length === 1 ? 'One value is not valid: see errors.' : 'Several values are not valid: see errors.';
