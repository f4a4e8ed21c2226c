import * as z from 'zod';
import type { Fault } from '../../catalogue/faults.ts';
import type { ImageSource } from '../../catalogue/upload.ts';
import { MAX_SORT_ORDER, MIN_SORT_ORDER } from '../../gallery/state.ts';
import { parseMultipartBody, type FormFields } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../result.ts';

/** Characters of a description: the contract has no maximum, a database row has. */
const MAX_DESCRIPTION_CHARACTERS = 65_535;

/** What a create or update says; unknown and read-only fields have been dropped, for clients PUT back whole objects. */
export interface ImageBody {
  readonly isThumbnail: boolean | undefined;
  readonly sortOrder: number | undefined;
  readonly description: string | undefined;
  readonly source: ImageSource | undefined;
}

const description = z
  .string('must be a string')
  .max(MAX_DESCRIPTION_CHARACTERS, `must have at most ${MAX_DESCRIPTION_CHARACTERS} characters`);

const RANGE = `must be an integer from ${MIN_SORT_ORDER} to ${MAX_SORT_ORDER}`;

const jsonSchema = z.object({
  is_thumbnail: z.boolean('must be a boolean').optional(),
  sort_order: z.int(RANGE).min(MIN_SORT_ORDER, RANGE).max(MAX_SORT_ORDER, RANGE).optional(),
  description: description.optional(),
  image_url: z.string('must be a string').optional(),
});

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Multipart values are text: the same fields, spelled out. */
const formSchema = z.object({
  is_thumbnail: z
    .string()
    .transform((text) => BOOLEANS.get(text.trim().toLowerCase()))
    .pipe(z.boolean('must be true or false'))
    .optional(),
  sort_order: z
    .string()
    .regex(/^\s*-?\d{1,10}\s*$/, RANGE)
    .transform(Number)
    .pipe(z.int(RANGE).min(MIN_SORT_ORDER, RANGE).max(MAX_SORT_ORDER, RANGE))
    .optional(),
  description: description.optional(),
  image_url: z.string().optional(),
});

/**
 * Reads the body of a create or update: multipart by its Content-Type, JSON otherwise (contract: BigCommerce
 * sections 1 and 4).
 */
export function parseImageBody(bytes: Uint8Array, contentType: string | undefined): Result<ImageBody, Fault> {
  if (isMultipart(contentType)) {
    const form = parseMultipartBody(bytes, contentType);
    return form.ok ? fromForm(form.value) : form;
  }
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const parsed = jsonSchema.safeParse(json.value);
  return parsed.success ? toImageBody(parsed.data, undefined) : fail(toFault(parsed.error));
}

/** True where a body has to be read as multipart. */
export function isMultipart(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('multipart/') === true;
}

function fromForm({ texts, files }: FormFields): Result<ImageBody, Fault> {
  const parsed = formSchema.safeParse(Object.fromEntries(texts));
  return parsed.success ? toImageBody(parsed.data, files.get('image_file')) : fail(toFault(parsed.error));
}

function parseJson(bytes: Uint8Array): Result<unknown, Fault> {
  if (bytes.byteLength === 0) return fail({ kind: 'body-not-json', reason: 'The body is empty.' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
    return fail({ kind: 'body-not-json', reason: 'The body must be a JSON object.' });
  } catch {
    return fail({ kind: 'body-not-json', reason: 'The body is not valid JSON in UTF-8.' });
  }
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

/** One entry a field: the first thing that is wrong with it. */
function toFault(error: z.ZodError): Fault {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? 'body');
    fields[field] ??= `${field} ${message}`;
  }
  return { kind: 'fields-invalid', fields };
}
