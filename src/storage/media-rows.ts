import type { Media, Placeholder } from '../model/media.ts';
import * as z from '../platform/schema.ts';
import { formatSchema } from './image-rows.ts';

const mediaRowSchema = z.object({
  id: z.int(),
  folder: z.enum(['general', 'product']),
  filename: z.string(),
  file_stem: z.string(),
  alt_text: z.string(),
  format: formatSchema,
  byte_count: z.int(),
  width_px: z.int(),
  height_px: z.int(),
  updated_at: z.int(),
});

/** The columns that `toMedia` reads. */
export const MEDIA_COLUMNS = Object.keys(mediaRowSchema.shape);

/** Parses a row of media. */
export function toMedia(row: unknown): Media {
  const parsed = mediaRowSchema.parse(row);
  return {
    id: parsed.id,
    folder: parsed.folder,
    filename: parsed.filename,
    fileStem: parsed.file_stem,
    altText: parsed.alt_text,
    format: parsed.format,
    byteCount: parsed.byte_count,
    widthPx: parsed.width_px,
    heightPx: parsed.height_px,
    updatedAtMs: parsed.updated_at,
  };
}

/** Returns the placeholder of a blob, from its columns `thumb_hash` and `color`. */
export const toPlaceholder = (thumbHash: string | null, color: string | null): Placeholder | null =>
  thumbHash === null || color === null ? null : { thumbHash, color };
