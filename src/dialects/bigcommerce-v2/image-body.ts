import type { ImageSource } from '../../catalogue/upload.ts';
import { parseJsonObject } from '../../http/json-body.ts';
import { MAX_PROBLEMS } from '../../http/quoted.ts';
import { type FormFile, isMultipart, parseMultipartBody } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { type ImageBody, jsonFields, textFields, toFieldsFault } from '../bigcommerce/image-fields.ts';
import type { FieldProblem, V2Fault } from './faults.ts';
import { IMAGE_FIELDS } from './image.ts';
import { parseXmlFields } from './read-xml.ts';

/**
 * The longest URL, in characters. This version documents no limit, and signed links need more than the 255 characters
 * of V3.
 */
const MAX_URL_CHARACTERS = 2_000;

const IMAGE_FILE_MESSAGE = 'must be a URL or a path in the import folder';
const imageFile = z.optional(z.string(IMAGE_FILE_MESSAGE).check(z.trim(), z.minLength(1, IMAGE_FILE_MESSAGE)));
/** The JSON body of a create or update. */
export const jsonSchema = z.object({ ...jsonFields, image_file: imageFile });
/** The same as a form or as XML. */
export const textSchema = z.object({ ...textFields, image_file: imageFile });

/** The value that null stands for. The description is the only field that may be null. */
const EMPTY_DESCRIPTION = '';

/** A body in any of its three formats, before its fields have been checked. */
interface RawBody {
  readonly fields: ReadonlyMap<string, unknown>;
  readonly schema: typeof jsonSchema | typeof textSchema;
  readonly files: ReadonlyMap<string, FormFile>;
}

/**
 * Reads the body of a create or update (BC2-17 to BC2-20): as multipart when the Content-Type says so, as XML when it
 * begins with `<`, which JSON never does, and otherwise as JSON. An empty body has no fields.
 *
 * Faults: fields-refused, fields-invalid, image-ambiguous, body-not-json, body-mistaken, body-not-xml, and those of
 * `parseMultipartBody`.
 */
export function parseImageBody(bytes: Uint8Array, contentType: string | undefined): Result<ImageBody, V2Fault> {
  const raw = readRawBody(bytes, contentType);
  if (!raw.ok) return raw;
  const { fields, files, schema } = raw.value;
  const otherFiles = [...files.keys()].filter((field) => field !== 'image_file');
  const problems = findProblems(fields, otherFiles);
  if (problems.length > 0) {
    const named = problems.slice(0, MAX_PROBLEMS);
    return fail({ kind: 'fields-refused', problems: named, moreCount: problems.length - named.length });
  }
  const parsed = schema.safeParse(
    Object.fromEntries([...fields].map(([field, value]) => [field, value ?? EMPTY_DESCRIPTION])),
  );
  return parsed.success ? toImageBody(parsed.data, files.get('image_file')) : fail(toFieldsFault(parsed.error));
}

function readRawBody(bytes: Uint8Array, contentType: string | undefined): Result<RawBody, V2Fault> {
  const files = new Map<string, FormFile>();
  if (bytes.byteLength === 0) return ok({ fields: new Map(), schema: jsonSchema, files });
  if (isMultipart(contentType)) {
    const form = parseMultipartBody(bytes, contentType);
    return form.ok ? ok({ fields: form.value.texts, schema: textSchema, files: form.value.files }) : form;
  }
  if (isXml(bytes)) {
    const fields = parseXmlFields(bytes);
    return fields.ok ? ok({ fields: fields.value, schema: textSchema, files }) : fields;
  }
  const json = parseJsonObject(bytes);
  return json.ok ? ok({ fields: new Map(Object.entries(json.value)), schema: jsonSchema, files }) : json;
}

/** Returns whether the first character is `<`, after white space and a byte order mark. */
function isXml(bytes: Uint8Array): boolean {
  const beforeText = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
  return bytes.find((byte) => !beforeText.has(byte)) === 0x3c;
}

function findProblems(fields: ReadonlyMap<string, unknown>, otherFiles: readonly string[]): readonly FieldProblem[] {
  const inFields = [...fields].flatMap(([field, value]) => findProblem(field, value) ?? []);
  const inFiles = otherFiles.map((field): FieldProblem => ({ kind: 'misnamed-file', field }));
  return [...inFields, ...inFiles];
}

function findProblem(field: string, value: unknown): FieldProblem | undefined {
  const rule = Object.entries(IMAGE_FIELDS).find(([name]) => name === field)?.[1];
  if (rule === undefined) return { kind: 'unknown', field };
  if (rule.inWrites === 'refused') return { kind: 'read-only', field };
  if (rule.inWrites === 'ignored') return undefined;
  return value === null && !rule.isNullable ? { kind: 'null', field } : undefined;
}

function toImageBody(fields: z.infer<typeof jsonSchema>, file: FormFile | undefined): Result<ImageBody, V2Fault> {
  if (fields.image_file !== undefined && file !== undefined) return fail({ kind: 'image-ambiguous' });
  return ok({
    isThumbnail: fields.is_thumbnail,
    sortOrder: fields.sort_order,
    description: fields.description,
    source: file === undefined ? toSource(fields.image_file) : { kind: 'file', ...file },
  });
}

/**
 * Returns the source that `image_file` names: a URL when the text begins with a scheme, otherwise a path in the store's
 * import folder.
 */
function toSource(imageFileText: string | undefined): ImageSource | undefined {
  if (imageFileText === undefined) return undefined;
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(imageFileText);
  if (!isUrl) return { kind: 'import', path: imageFileText };
  return { kind: 'url', url: imageFileText, maxCharacters: MAX_URL_CHARACTERS };
}
