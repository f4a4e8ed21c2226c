import type { GrantedFile } from '../../catalogue/granted-upload.ts';
import { MAX_PROBLEMS } from '../../http/quoted.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import { FORM_LIMITS, type FormFields, parseMultipartBody } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { altSchema } from './alt.ts';
import type { V1Fault } from './faults.ts';
import { toPointer } from './schema-errors.ts';

/** What a form has besides its file: the texts, and the header lines of its parts, in bytes. */
const MAX_REST_BYTES = FORM_LIMITS.maxTextBytes + 64 * 1024;

/**
 * Returns the step that reads a form with one part `file`, and optionally a part `alt`. Faults: those of
 * `parseMultipartBody`, image-missing, file-misnamed, body-invalid.
 *
 * @param maxBytes the largest file.
 */
export function uploadBodyStep(
  contentType: string | undefined,
  maxBytes: number,
): BodyStep<unknown, GrantedFile, V1Fault> {
  const limits = { ...FORM_LIMITS, maxFileBytes: maxBytes, fileFields: ['file'] };
  return {
    bodyLimit: { maxBytes: maxBytes + MAX_REST_BYTES, tooLarge: 'file-too-large' },
    parse: (bytes) => {
      const form = parseMultipartBody(bytes, contentType, limits);
      return form.ok ? toFile(form.value) : form;
    },
    toContent: ({ bytes, fileName, alt }) => ({ fields: { fileName, alt }, file: bytes }),
  };
}

function toFile({ texts, files }: FormFields): Result<GrantedFile, V1Fault> {
  const file = files.get('file');
  const [otherFile] = files.keys();
  if (file === undefined) {
    return fail(otherFile === undefined ? { kind: 'image-missing' } : { kind: 'file-misnamed', field: otherFile });
  }
  const otherFiles = [...files.keys()].filter((name) => name !== 'file');
  const unknown = [...otherFiles, ...[...texts.keys()].filter((name) => name !== 'alt')];
  if (unknown.length > 0) {
    const errors = unknown.slice(0, MAX_PROBLEMS).map((name) => ({
      pointer: toPointer([name]),
      detail: 'There is no such field.',
    }));
    return fail({ kind: 'body-invalid', errors });
  }
  const alt = altSchema.safeParse(texts.get('alt') ?? '');
  if (!alt.success) {
    const errors = alt.error.issues.map(({ message }) => ({ pointer: '/alt', detail: message }));
    return fail({ kind: 'body-invalid', errors });
  }
  return ok({ bytes: file.bytes, fileName: file.fileName, alt: alt.data });
}
