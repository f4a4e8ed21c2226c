import { toFocalPoint } from '../model/focal-point.ts';
import type { ProductImage, VariantImage } from '../model/product.ts';
import * as z from '../platform/schema.ts';

/** The picture formats as the database stores them. */
export const formatSchema = z.enum(['bmp', 'gif', 'jpeg', 'png', 'wbmp', 'webp', 'xbm']);

/** The texts of an image by language, as JSON that has been parsed. */
export const altsSchema = z.record(z.string(), z.string());

const imageRowSchema = z.object({
  id: z.int(),
  product_id: z.int(),
  gallery: z.enum(['shop', 'shop360']),
  media_id: z.int(),
  sort_order: z.int(),
  is_thumbnail: z.int(),
  description: z.string(),
  file_stem: z.string(),
  format: formatSchema,
  focal_x: z.nullable(z.number()),
  focal_y: z.nullable(z.number()),
  revision: z.int(),
  created_at: z.int(),
  modified_at: z.int(),
  width_px: z.int(),
  height_px: z.int(),
  media_alt_text: z.string(),
});

/** Returns a list of columns for a SELECT, each qualified with the table's alias. */
export const columnList = (alias: string, columns: readonly string[]): string =>
  columns.map((column) => `${alias}.${column}`).join(', ');

/** The columns that `toProductImage` reads. */
export const IMAGE_COLUMNS = Object.keys(imageRowSchema.shape);

/** Parses a row of product_images. */
export function toProductImage(row: unknown): ProductImage {
  const parsed = imageRowSchema.parse(row);
  return {
    id: parsed.id,
    productId: parsed.product_id,
    gallery: parsed.gallery,
    mediaId: parsed.media_id,
    sortOrder: parsed.sort_order,
    isThumbnail: parsed.is_thumbnail === 1,
    description: parsed.description,
    fileStem: parsed.file_stem,
    format: parsed.format,
    focalPoint: toFocalPoint(parsed.focal_x, parsed.focal_y),
    revision: parsed.revision,
    createdAtMs: parsed.created_at,
    modifiedAtMs: parsed.modified_at,
    widthPx: parsed.width_px,
    heightPx: parsed.height_px,
    mediaAltText: parsed.media_alt_text,
  };
}

const variantRowSchema = z.object({
  product_id: z.int(),
  variant: z.string(),
  image_id: z.nullable(z.int()),
  media_id: z.nullable(z.int()),
  file_stem: z.nullable(z.string()),
  format: z.nullable(formatSchema),
  revision: z.int(),
});

/** The columns that `toVariantImage` reads. */
export const VARIANT_COLUMNS = Object.keys(variantRowSchema.shape);

/** Parses a row of variant_images. */
export function toVariantImage(row: unknown): VariantImage {
  const parsed = variantRowSchema.parse(row);
  return {
    productId: parsed.product_id,
    variant: parsed.variant,
    picture: toVariantPicture(parsed),
    revision: parsed.revision,
  };
}

function toVariantPicture(row: z.infer<typeof variantRowSchema>): VariantImage['picture'] {
  if (row.media_id !== null && row.file_stem !== null && row.format !== null) {
    return { kind: 'own', mediaId: row.media_id, fileStem: row.file_stem, format: row.format };
  }
  return row.image_id === null ? { kind: 'none' } : { kind: 'reference', imageId: row.image_id };
}
