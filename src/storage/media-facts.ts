import type { Alts } from '../model/alts.ts';
import type { MediaFacts, ShownImage } from '../model/shown-product.ts';
import * as z from '../platform/schema.ts';
import { altsSchema, formatSchema, toProductImage } from './image-rows.ts';
import { toPlaceholder } from './media-rows.ts';

const mediaSchema = z.object({
  media_id: z.int(),
  blob_id: z.int(),
  original_name: z.string(),
  media_format: formatSchema,
  media_width_px: z.int(),
  media_height_px: z.int(),
  byte_count: z.int(),
  frame_count: z.int(),
  thumb_hash: z.nullable(z.string()),
  color: z.nullable(z.string()),
});

/** The columns that `toMediaFacts` reads of `media AS m` and `blobs AS b`, besides the `media_id` of an image or a variant. */
const SOURCES = {
  blob_id: 'm.blob_id',
  original_name: 'm.original_name',
  media_format: 'm.format',
  media_width_px: 'm.width_px',
  media_height_px: 'm.height_px',
  byte_count: 'm.byte_count',
  frame_count: 'b.frame_count',
  thumb_hash: 'b.thumb_hash',
  color: 'b.color',
} as const satisfies Readonly<Record<Exclude<keyof z.infer<typeof mediaSchema>, 'media_id'>, string>>;

/** The same as a list for a SELECT. */
export const MEDIA_FACTS = Object.entries(SOURCES)
  .map(([name, column]) => `${column} AS ${name}`)
  .join(', ');

/** The same as further arguments of json_object. */
export const MEDIA_FACTS_JSON = Object.entries(SOURCES)
  .map(([name, column]) => `'${name}', ${column}`)
  .join(', ');

/** Parses an image with its texts in other languages and the facts of its media. */
export const toShownImage = (row: unknown): ShownImage => ({
  ...toProductImage(row),
  alts: toAlts(row),
  media: toMediaFacts(row),
});

/** Texts as their column has them, and as an answer that was kept does: JSON in JSON would take more than a row may. */
const altsColumnSchema = z.object({ alts: z.union([altsSchema, z.string()]) });

function toAlts(row: unknown): Alts {
  const { alts } = altsColumnSchema.parse(row);
  return typeof alts === 'string' ? altsSchema.parse(JSON.parse(alts)) : alts;
}

/** Parses the facts of a media. */
export function toMediaFacts(row: unknown): MediaFacts {
  const parsed = mediaSchema.parse(row);
  return {
    mediaId: parsed.media_id,
    blobId: parsed.blob_id,
    originalName: parsed.original_name,
    format: parsed.media_format,
    widthPx: parsed.media_width_px,
    heightPx: parsed.media_height_px,
    byteCount: parsed.byte_count,
    frameCount: parsed.frame_count,
    placeholder: toPlaceholder(parsed.thumb_hash, parsed.color),
  };
}
