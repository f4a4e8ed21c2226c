import type { EarlierPicture, EarlierTexts, Past } from '../gallery/past.ts';
import { toFocalPoint } from '../model/focal-point.ts';
import type { Row } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { altsSchema, formatSchema } from './image-rows.ts';

const rowSchema = z.object({ part: z.enum(['texts', 'files', 'focals']), version: z.int() });
const textSchema = z.object({ id: z.int(), description: z.string(), alts: altsSchema });
const fileSchema = z.object({
  id: z.int(),
  mediaId: z.int(),
  fileStem: z.string(),
  format: formatSchema,
  revision: z.int(),
});
const focalSchema = z.object({ id: z.int(), x: z.nullable(z.number()), y: z.nullable(z.number()), revision: z.int() });

/** Parses the item of a journal row that a statement returns as `value`. */
export function parseValue(row: Row): unknown {
  const parsed: unknown = JSON.parse(z.object({ value: z.string() }).parse(row).value);
  return parsed;
}

/**
 * Returns the words and the pictures that images had, from what was there before the first change of each text, of each
 * one's bytes and of each focal point.
 *
 * @param rows `part`, `version` and `value` of each, the part being `texts`, `files` or `focals`.
 */
export function toEarlierContents(rows: readonly Row[]): Pick<Past, 'texts' | 'pictures'> {
  const texts = new Map<number, EarlierTexts>();
  const pictures = new Map<number, EarlierPicture>();
  // The newest first: of bytes and focal point, the revision of the one that changed earlier counts.
  const contents = rows
    .map((row) => ({ ...rowSchema.parse(row), value: parseValue(row) }))
    .toSorted((a, b) => b.version - a.version);
  for (const { part, value } of contents) {
    if (part === 'texts') {
      const { id, ...earlier } = textSchema.parse(value);
      texts.set(id, earlier);
    } else {
      const { id, ...picture } = part === 'files' ? toEarlierFile(value) : toEarlierFocalPoint(value);
      const newer = pictures.get(id);
      pictures.set(id, { ...picture, media: picture.media ?? newer?.media, focal: picture.focal ?? newer?.focal });
    }
  }
  return { texts, pictures };
}

type NamedPicture = EarlierPicture & { readonly id: number };

function toEarlierFile(value: unknown): NamedPicture {
  const { id, mediaId, fileStem, format, revision } = fileSchema.parse(value);
  return { id, revision, media: { mediaId, fileStem, format }, focal: undefined };
}

function toEarlierFocalPoint(value: unknown): NamedPicture {
  const { id, x, y, revision } = focalSchema.parse(value);
  return { id, revision, media: undefined, focal: { point: toFocalPoint(x, y) } };
}
