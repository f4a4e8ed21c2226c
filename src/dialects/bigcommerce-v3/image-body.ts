import type { Fault } from '../../catalogue/faults.ts';
import type { ImageSource } from '../../catalogue/upload.ts';
import { parseJsonObject } from '../../http/json-body.ts';
import { type FormFields, isMultipart, parseMultipartBody } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { type ImageBody, jsonFields, textFields, toFieldsFault } from '../bigcommerce/image-fields.ts';

/** The JSON body of a create or update. */
export const jsonSchema = z.object({ ...jsonFields, image_url: z.optional(z.string('must be a string')) });
/** The same as a form, besides its file. */
export const formSchema = z.object({ ...textFields, image_url: z.optional(z.string()) });

/**
 * Reads the body of a create or update: as multipart when the Content-Type says so, otherwise as JSON (BC3-20 to
 * BC3-25, BC-12 to BC-14). Unknown and read-only fields are ignored, because clients PUT whole objects back.
 *
 * Faults: fields-invalid, image-ambiguous, file-misnamed, body-not-json, body-mistaken, and those of `parseMultipartBody`.
 */
export function parseImageBody(bytes: Uint8Array, contentType: string | undefined): Result<ImageBody, Fault> {
  if (isMultipart(contentType)) {
    const form = parseMultipartBody(bytes, contentType);
    return form.ok ? fromForm(form.value) : form;
  }
  const json = parseJsonObject(bytes);
  if (!json.ok) return json;
  const parsed = jsonSchema.safeParse(json.value);
  return parsed.success ? toImageBody(parsed.data, undefined) : fail(toFieldsFault(parsed.error));
}

function fromForm({ texts, files }: FormFields): Result<ImageBody, Fault> {
  const parsed = formSchema.safeParse(Object.fromEntries(texts));
  if (!parsed.success) return fail(toFieldsFault(parsed.error));
  const file = files.get('image_file');
  const [otherField] = files.keys();
  // Ignored, it would be an update that drops the picture, or a create that asks for the URL that nobody meant to send.
  if (file === undefined && otherField !== undefined && !parsed.data.image_url) {
    return fail({ kind: 'file-misnamed', field: otherField });
  }
  return toImageBody(parsed.data, file);
}

function toImageBody(
  fields: z.infer<typeof jsonSchema>,
  file: { readonly fileName: string | undefined; readonly bytes: Uint8Array } | undefined,
): Result<ImageBody, Fault> {
  const url = fields.image_url === '' ? undefined : fields.image_url;
  if (url !== undefined && file !== undefined) return fail({ kind: 'image-ambiguous' });
  const source: ImageSource | undefined =
    file === undefined ? (url === undefined ? undefined : { kind: 'url', url }) : { kind: 'file', ...file };
  return ok({
    isThumbnail: fields.is_thumbnail,
    sortOrder: fields.sort_order,
    description: fields.description,
    source,
  });
}
