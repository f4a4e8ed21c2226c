import * as z from 'zod';
import type { ImageSource } from '../../catalogue/upload.ts';
import { MAX_PROBLEMS } from '../../http/quoted.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import { FORM_LIMITS, isMultipart, MAX_FORM_BYTES, parseMultipartBody } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { toPointer } from './schema-errors.ts';

/** The longest URL of a picture, in characters. */
const MAX_URL_CHARACTERS = 2_048;

/** The URL of a picture to fetch. */
export const pictureUrl = z.string().min(1).max(MAX_URL_CHARACTERS, `It has ${MAX_URL_CHARACTERS} characters at most.`);

/** The body of a replacement that names its file. */
export const replaceFileSchema = z.strictObject({ url: pictureUrl });

const FORM = { ...FORM_LIMITS, fileFields: ['file'] };

/**
 * Returns the step that reads where one picture comes from: a form with the part `file`, or JSON with its URL. Faults:
 * those of `parseMultipartBody` and `jsonBodyStep`, image-missing, file-misnamed.
 */
export function fileBodyStep(contentType: string | undefined): BodyStep<unknown, ImageSource, V1Fault> {
  if (!isMultipart(contentType)) {
    const json = jsonBodyStep(replaceFileSchema);
    return {
      bodyLimit: json.bodyLimit,
      parse: async (bytes, target) => {
        const body = await json.parse(bytes, target);
        return body.ok ? ok({ kind: 'url', url: body.value.url, maxCharacters: MAX_URL_CHARACTERS }) : body;
      },
      toContent,
    };
  }
  return {
    bodyLimit: { maxBytes: MAX_FORM_BYTES, tooLarge: 'file-too-large' },
    parse: (bytes) => parseForm(bytes, contentType),
    toContent,
  };
}

function parseForm(bytes: Uint8Array, contentType: string | undefined): Result<ImageSource, V1Fault> {
  const form = parseMultipartBody(bytes, contentType, FORM);
  if (!form.ok) return form;
  const { texts, files } = form.value;
  const file = files.get('file');
  const [otherFile] = files.keys();
  if (file === undefined) {
    return fail(otherFile === undefined ? { kind: 'image-missing' } : { kind: 'file-misnamed', field: otherFile });
  }
  const unknown = [...files.keys(), ...texts.keys()].filter((name) => name !== 'file').slice(0, MAX_PROBLEMS);
  if (unknown.length === 0) return ok({ kind: 'file', ...file });
  const errors = unknown.map((name) => ({ pointer: toPointer([name]), detail: 'There is no such field.' }));
  return fail({ kind: 'body-invalid', errors });
}

/** Returns what the fingerprint of an Idempotency-Key covers. */
const toContent: BodyStep<unknown, ImageSource, V1Fault>['toContent'] = (source) =>
  source.kind === 'file'
    ? { fields: { fileName: source.fileName }, file: source.bytes }
    : { fields: { ...source }, file: undefined };
