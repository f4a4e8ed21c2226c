import { MAX_URL_CHARACTERS } from '../../catalogue/load-sources.ts';
import type { ImageSource } from '../../catalogue/upload.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import { MAX_FILE_BYTES } from '../../ingest/limits.ts';
import { isMultipart } from '../../ingest/multipart.ts';
import { ok } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { fileFormStep } from './upload-body.ts';

/** The body of a replacement that names its file. */
export const replaceFileSchema = z.strictObject({ url: z.string() });

/**
 * Returns the step that reads where one picture comes from: a form with the part `file`, or JSON with its URL. Faults:
 * those of `fileFormStep` and `jsonBodyStep`.
 */
export function fileBodyStep(contentType: string | undefined): BodyStep<unknown, ImageSource, V1Fault> {
  if (isMultipart(contentType)) {
    const form = fileFormStep(contentType, MAX_FILE_BYTES, z.strictObject({}));
    return {
      ...form,
      parse: async (bytes, target) => {
        const body = await form.parse(bytes, target);
        return body.ok ? ok({ kind: 'file', bytes: body.value.bytes, fileName: body.value.fileName }) : body;
      },
      toContent,
    };
  }
  const json = jsonBodyStep(replaceFileSchema);
  return {
    ...json,
    parse: async (bytes, target) => {
      const body = await json.parse(bytes, target);
      return body.ok ? ok({ kind: 'url', url: body.value.url, maxCharacters: MAX_URL_CHARACTERS }) : body;
    },
    toContent,
  };
}

/** Returns what the fingerprint of an Idempotency-Key covers. */
const toContent: BodyStep<unknown, ImageSource, V1Fault>['toContent'] = (source) =>
  source.kind === 'file'
    ? { fields: { fileName: source.fileName }, file: source.bytes }
    : { fields: { ...source }, file: undefined };
