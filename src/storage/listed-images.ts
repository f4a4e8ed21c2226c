import type { GalleryName, ListedImage } from '../model/product.ts';
import { array, int, jsonArray, text } from '../platform/cells.ts';
import { pictureFormat } from './image-rows.ts';

/** The cells of a listed image in their order; its product and gallery are known to whoever asks. */
const COLUMNS = [
  'id',
  'media_id',
  'sort_order',
  'is_thumbnail',
  'description',
  'file_stem',
  'format',
  'revision',
  'created_at',
  'modified_at',
  'width_px',
  'height_px',
  'media_alt_text',
].join(', ');

/**
 * Returns an SQL expression of images as one text of JSON, which costs a fraction of as many rows on every way from the
 * database. It is never too long for a row: the texts of a product have a bound (`product_texts_full`), and so has the
 * number of its images. The product and the token are read by the same statement, and so once.
 *
 * @param from what follows FROM: it selects the rows of product_images, and may order and limit them.
 */
export const listedImagesSql = (from: string): string =>
  `(SELECT json_group_array(json_array(${COLUMNS})) FROM (SELECT ${COLUMNS} FROM product_images ${from}))`;

/** Reads what `listedImagesSql` returned. @throws where it is something else. */
export function toListedImages(cell: unknown, productId: number, gallery: GalleryName): readonly ListedImage[] {
  return jsonArray(cell).map((row) => toListedImage(array(row), productId, gallery));
}

const toListedImage = (cells: readonly unknown[], productId: number, gallery: GalleryName): ListedImage => ({
  id: int(cells[0]),
  productId,
  gallery,
  mediaId: int(cells[1]),
  sortOrder: int(cells[2]),
  isThumbnail: int(cells[3]) === 1,
  description: text(cells[4]),
  fileStem: text(cells[5]),
  format: pictureFormat(cells[6]),
  revision: int(cells[7]),
  createdAtMs: int(cells[8]),
  modifiedAtMs: int(cells[9]),
  widthPx: int(cells[10]),
  heightPx: int(cells[11]),
  mediaAltText: text(cells[12]),
});
