import { MAX_IMAGES_PER_PRODUCT } from '../../gallery/state.ts';
import { originalName } from '../../ingest/file-name.ts';
import { MAX_FILENAME_CHARACTERS } from '../../model/media-name.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { StoreFault } from './faults.ts';
import { MAX_ALT_TEXT_CHARACTERS, MAX_SHOWN_SORT_ORDER } from './image.ts';

/** One row of a body, with its key or index; `key` is undefined when the body is one flat object. */
export interface BodyRow {
  readonly key: string | undefined;
  readonly fields: unknown;
}

/**
 * Splits a body into rows. It is an object with numbered rows (`{"0":{…},"1":{…}}`), an array, or one flat object
 * (ST-8). Fault: fields-invalid.
 */
export function splitRows(body: object): Result<readonly BodyRow[], StoreFault> {
  const entries = Object.entries(body);
  const isMany = Array.isArray(body) || entries.some(([key]) => /^\d+$/.test(key));
  if (!isMany) return ok([{ key: undefined, fields: body }]);
  const stray = entries.find(([key]) => !/^\d+$/.test(key));
  if (stray !== undefined) return fail(invalidField(stray[0], 'cannot stand beside numbered rows'));
  if (entries.length === 0) return fail(invalidField('body', 'must have at least one row'));
  if (entries.length > MAX_IMAGES_PER_PRODUCT) {
    return fail(invalidField('body', `must have at most ${MAX_IMAGES_PER_PRODUCT} rows`));
  }
  return ok(entries.map(([key, fields]) => ({ key, fields })));
}

/**
 * Parses every row by a schema. When one row is invalid, all are refused with the fault fields-invalid, which names
 * every wrong field.
 */
export function readRows<T>(rows: readonly BodyRow[], schema: z.ZodMiniType<T>): Result<readonly T[], StoreFault> {
  const values: T[] = [];
  const fields: Record<string, string> = {};
  for (const { key, fields: row } of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) values.push(parsed.data);
    else for (const { path, message } of parsed.error.issues) addProblem(fields, key, path[0], message);
  }
  return values.length === rows.length ? ok(values) : fail({ kind: 'fields-invalid', fields });
}

function addProblem(
  fields: Record<string, string>,
  key: string | undefined,
  name: PropertyKey | undefined,
  message: string,
): void {
  const field = [key ?? [], name === undefined ? [] : String(name)].flat().join('.') || 'body';
  fields[field] ??= `${field} ${message}`;
}

const invalidField = (field: string, text: string): StoreFault => ({
  kind: 'fields-invalid',
  fields: { [field]: `${field} ${text}` },
});

/** Returns a schema for an integer, which may be sent as text: most clients of this API are written in PHP. */
const integerInRange = (min: number, max: number, message: string): z.ZodMiniType<number> =>
  z.pipe(
    z.transform((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)),
    z.int(message).check(z.minimum(min, message), z.maximum(max, message)),
  );

const id = (message: string): z.ZodMiniType<number> => integerInRange(1, Number.MAX_SAFE_INTEGER, message);

/** An alternative text; an empty one and null mean that it is unset. */
const altText = z.pipe(
  z.nullable(
    z
      .string(`must be a string`)
      .check(
        z.refine(
          (text) => Array.from(text).length <= MAX_ALT_TEXT_CHARACTERS,
          `must have 1 to ${MAX_ALT_TEXT_CHARACTERS} characters`,
        ),
      ),
  ),
  z.transform((text) => text ?? ''),
);

const sortOrder = integerInRange(0, MAX_SHOWN_SORT_ORDER, `must be a whole number from 0 to ${MAX_SHOWN_SORT_ORDER}`);

/** Unknown and read-only fields are ignored, because clients send whole objects back. */
export const newImageSchema = z.object(
  {
    media_id: id('must be the id of a media'),
    alt_text: z._default(altText, ''),
    sort_order: z._default(sortOrder, MAX_SHOWN_SORT_ORDER),
  },
  'must be an object',
);

/** The changes of one image, which the path names. */
export const imageChangeSchema = z.object(
  { alt_text: z.optional(altText), sort_order: z.optional(sortOrder) },
  'must be an object',
);

/** The changes of one image, which the row names by its id. */
export const imageRowChangeSchema = z.extend(imageChangeSchema, { id: id('must be the id of an image') });

const filename = z
  .string('must be a string')
  .check(
    z.refine(
      (text) => text !== '' && Array.from(text).length <= MAX_FILENAME_CHARACTERS && originalName(text) === text,
      `must be a file name of 1 to ${MAX_FILENAME_CHARACTERS} characters, without path and control characters`,
    ),
  );

/** The writable fields of a media. */
export const mediaChangeSchema = z.object(
  {
    filename: z.optional(filename),
    alt_text: z.optional(altText),
    media_folder: z.optional(z.enum(['general', 'product'], 'must be general or product')),
  },
  'must be an object',
);
