import { toFocalPoint } from '../model/focal-point.ts';
import { FORMATS, type PictureFormat } from '../model/picture.ts';
import type { GalleryName, ProductImage, VariantImage } from '../model/product.ts';
import { int, numberOrNull, record, text } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';

/** The picture formats as the database stores them. */
export const formatSchema = z.enum(['bmp', 'gif', 'jpeg', 'png', 'wbmp', 'webp', 'xbm']);

/** The texts of an image by language, as JSON that has been parsed. */
export const altsSchema = z.record(z.string(), z.string());

/** Returns a picture format. @throws where the value is none. */
export function pictureFormat(cell: unknown): PictureFormat {
  if (!isPictureFormat(cell)) throw new TypeError(`The database returned a picture of the format ${String(cell)}.`);
  return cell;
}

const isPictureFormat = (cell: unknown): cell is PictureFormat =>
  typeof cell === 'string' && Object.hasOwn(FORMATS, cell);

/** Returns the name of a gallery. @throws where the value is none. */
export function galleryName(cell: unknown): GalleryName {
  if (cell !== 'shop' && cell !== 'shop360') throw new TypeError(`The database returned a gallery ${String(cell)}.`);
  return cell;
}

/** Returns a list of columns for a SELECT, each qualified with the table's alias. */
export const columnList = (alias: string, columns: readonly string[]): string =>
  columns.map((column) => `${alias}.${column}`).join(', ');

/** The columns that `toProductImage` reads. */
export const IMAGE_COLUMNS = [
  'id',
  'product_id',
  'gallery',
  'media_id',
  'sort_order',
  'is_thumbnail',
  'description',
  'file_stem',
  'format',
  'focal_x',
  'focal_y',
  'revision',
  'created_at',
  'modified_at',
  'width_px',
  'height_px',
  'media_alt_text',
] as const;

/** Reads a row of product_images. Lists have up to a thousand of them, which is why no schema parses them. */
export function toProductImage(row: unknown): ProductImage {
  const cells = record(row);
  return {
    id: int(cells['id']),
    productId: int(cells['product_id']),
    gallery: galleryName(cells['gallery']),
    mediaId: int(cells['media_id']),
    sortOrder: int(cells['sort_order']),
    isThumbnail: int(cells['is_thumbnail']) === 1,
    description: text(cells['description']),
    fileStem: text(cells['file_stem']),
    format: pictureFormat(cells['format']),
    focalPoint: toFocalPoint(numberOrNull(cells['focal_x']), numberOrNull(cells['focal_y'])),
    revision: int(cells['revision']),
    createdAtMs: int(cells['created_at']),
    modifiedAtMs: int(cells['modified_at']),
    widthPx: int(cells['width_px']),
    heightPx: int(cells['height_px']),
    mediaAltText: text(cells['media_alt_text']),
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
