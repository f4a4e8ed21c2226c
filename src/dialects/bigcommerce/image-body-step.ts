import type { Context } from 'hono';
import type { WriteTarget } from '../../catalogue/commands.ts';
import type { RequestContent } from '../../catalogue/fingerprint.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import type { BodyLimit } from '../../http/read-body.ts';
import type { AppEnv } from '../../http/service.ts';
import type { BodyStep, RememberedAccess } from '../../http/write-pipeline.ts';
import { isMultipart, MAX_FORM_BYTES } from '../../ingest/multipart.ts';
import type { Result } from '../../platform/result.ts';
import { type ImageWriteTarget, noteVerified, recallImageWrite } from './authenticate.ts';
import type { ImageBody } from './image-fields.ts';

/**
 * The longest body without a file, in bytes: a whole image object with a description of the largest size in the longest
 * escapes.
 */
const MAX_TEXT_BODY_BYTES = 512 * 1024;

/**
 * Returns the step that reads the body of a create or update.
 *
 * @param parse reads a body by the rules of one version: which fields there are, and which are refused.
 */
export function imageBodyStep<F>(
  contentType: string | undefined,
  parse: (bytes: Uint8Array, contentType: string | undefined) => Result<ImageBody, F>,
): BodyStep<WriteTarget, ImageBody, F> {
  const bodyLimit: BodyLimit = isMultipart(contentType)
    ? { maxBytes: MAX_FORM_BYTES, tooLarge: 'file-too-large' }
    : { maxBytes: MAX_TEXT_BODY_BYTES, tooLarge: 'body-too-large' };
  return { bodyLimit, parse: (bytes) => parse(bytes, contentType), toContent };
}

/**
 * Lets a change of an image rely on the remembered access, unless it has a picture: forms store theirs as they are read,
 * and others fetch it.
 */
export const rememberedForUpdate = (
  c: Context<AppEnv>,
  credentials: Credentials,
): RememberedAccess<ImageWriteTarget, ImageBody> | undefined =>
  isMultipart(c.req.header('Content-Type'))
    ? undefined
    : {
        recall: () => recallImageWrite(c, credentials),
        onVerified: noteVerified(c),
        isEnoughFor: ({ source }) => source === undefined,
      };

/** Returns what the fingerprint of an Idempotency-Key covers. */
function toContent({ source, ...fields }: ImageBody): RequestContent {
  switch (source?.kind) {
    case undefined:
      return { fields, file: undefined };
    case 'file':
      return { fields, file: source.bytes };
    case 'url':
      return { fields: { ...fields, imageUrl: source.url }, file: undefined };
    case 'import':
      return { fields: { ...fields, importPath: source.path }, file: undefined };
    default:
      return source satisfies never;
  }
}
