import type { RequestFault } from '../../catalogue/faults.ts';
import type { ImageSource } from '../../catalogue/upload.ts';
import { MAX_SORT_ORDER, MIN_SORT_ORDER } from '../../gallery/state.ts';
import * as z from '../../platform/schema.ts';

/** The longest description, in characters (BC3-12). The vendors document no maximum, but a database row has one. */
const MAX_DESCRIPTION_CHARACTERS = 65_535;

/** The fields of a create or update; undefined for a field that the body does not have. */
export interface ImageBody {
  readonly isThumbnail: boolean | undefined;
  readonly sortOrder: number | undefined;
  readonly description: string | undefined;
  readonly source: ImageSource | undefined;
}

const description = z
  .string('must be a string')
  .check(z.maxLength(MAX_DESCRIPTION_CHARACTERS, `must have at most ${MAX_DESCRIPTION_CHARACTERS} characters`));

const SORT_ORDER_MESSAGE = `must be an integer from ${MIN_SORT_ORDER} to ${MAX_SORT_ORDER}`;

/** The writable fields of both versions in JSON. */
export const jsonFields = {
  is_thumbnail: z.optional(z.boolean('must be a boolean')),
  sort_order: z.optional(
    z
      .int(SORT_ORDER_MESSAGE)
      .check(z.minimum(MIN_SORT_ORDER, SORT_ORDER_MESSAGE), z.maximum(MAX_SORT_ORDER, SORT_ORDER_MESSAGE)),
  ),
  description: z.optional(description),
};

const BOOLEANS_BY_TEXT: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** The same fields as text, for multipart and XML. */
export const textFields = {
  is_thumbnail: z.optional(
    z.pipe(
      z.pipe(
        z.string(),
        z.transform((text) => BOOLEANS_BY_TEXT.get(text.trim().toLowerCase())),
      ),
      z.boolean('must be true or false'),
    ),
  ),
  sort_order: z.optional(
    z.pipe(
      z.pipe(z.string().check(z.regex(/^\s*-?\d{1,10}\s*$/, SORT_ORDER_MESSAGE)), z.transform(Number)),
      z
        .int(SORT_ORDER_MESSAGE)
        .check(z.minimum(MIN_SORT_ORDER, SORT_ORDER_MESSAGE), z.maximum(MAX_SORT_ORDER, SORT_ORDER_MESSAGE)),
    ),
  ),
  description: z.optional(description),
};

/** Returns the fault for a body that does not match its schema, with the first problem of each field. */
export function toFieldsFault(error: z.core.$ZodError): Extract<RequestFault, { kind: 'fields-invalid' }> {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? 'body');
    fields[field] ??= `${field} ${message}`;
  }
  return { kind: 'fields-invalid', fields };
}
