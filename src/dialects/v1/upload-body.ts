import type { GrantedFile } from '../../catalogue/granted-upload.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import { FORM_LIMITS, type FormFields, parseMultipartBody } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { altSchema } from './alt.ts';
import type { V1Fault } from './faults.ts';
import { parseBody } from './schema-errors.ts';

/** What a form has besides its file: the texts, and the header lines of its parts, in bytes. */
const MAX_REST_BYTES = FORM_LIMITS.maxTextBytes + 64 * 1024;

/** A form with one file, and its other parts by their schema. */
export interface FileForm<Texts> {
  readonly bytes: Uint8Array;
  readonly fileName: string | undefined;
  readonly texts: Texts;
}

/**
 * Returns the step that reads a form with one part `file`, and parts of text by a strict schema. Faults: those of
 * `parseMultipartBody`, image-missing, file-misnamed, body-invalid.
 *
 * @param maxBytes the largest file.
 */
export function fileFormStep<Texts>(
  contentType: string | undefined,
  maxBytes: number,
  schema: z.ZodMiniType<Texts>,
): BodyStep<unknown, FileForm<Texts>, V1Fault> {
  const limits = { ...FORM_LIMITS, maxFileBytes: maxBytes, fileFields: ['file'] };
  return {
    bodyLimit: { maxBytes: maxBytes + MAX_REST_BYTES, tooLarge: 'file-too-large' },
    parse: (bytes) => {
      const form = parseMultipartBody(bytes, contentType, limits);
      return form.ok ? toForm(form.value, schema) : form;
    },
    toContent: ({ bytes, fileName, texts }) => ({ fields: { fileName, texts: JSON.stringify(texts) }, file: bytes }),
  };
}

const altForm = z.strictObject({ alt: z._default(altSchema, '') });

/** Returns the step of a form with a part `file` and optionally a part `alt`, as `fileFormStep` does. */
export function uploadBodyStep(
  contentType: string | undefined,
  maxBytes: number,
): BodyStep<unknown, GrantedFile, V1Fault> {
  const step = fileFormStep(contentType, maxBytes, altForm);
  return {
    ...step,
    parse: async (bytes, target) => {
      const form = await step.parse(bytes, target);
      return form.ok ? ok({ ...form.value, ...form.value.texts }) : form;
    },
    toContent: ({ bytes, fileName, alt }) => ({ fields: { fileName, alt }, file: bytes }),
  };
}

function toForm<Texts>({ texts, files }: FormFields, schema: z.ZodMiniType<Texts>): Result<FileForm<Texts>, V1Fault> {
  const file = files.get('file');
  const [otherFile] = files.keys();
  if (file === undefined) {
    return fail(otherFile === undefined ? { kind: 'image-missing' } : { kind: 'file-misnamed', field: otherFile });
  }
  // A file in another part is as unknown as a text there, and is refused by the same schema.
  const others = [...files.keys()].filter((name) => name !== 'file').map((name) => [name, ''] as const);
  const parsed = parseBody(schema, Object.fromEntries([...texts, ...others]));
  return parsed.ok ? ok({ bytes: file.bytes, fileName: file.fileName, texts: parsed.value }) : parsed;
}
