import type { MediaUse } from '../catalogue/library-reads.ts';
import type { Row, Statement } from '../platform/database.ts';
import { int, textOrNull } from '../platform/cells.ts';
import { galleryName } from './image-rows.ts';
import { LIVE_TOKEN } from './image-reads.ts';

/**
 * Selects the places that show a media, those after `after`. Both halves are read in the order of the index that they
 * name, and merged, so that a page reads its own rows and one of each half more.
 *
 * @param token the values of LIVE_TOKEN.
 */
export function usesStatement(
  token: Statement['values'],
  mediaId: number,
  { after, limit }: { readonly after: MediaUse | undefined; readonly limit: number },
): Statement {
  return {
    sql: `SELECT i.product_id, 0 AS is_variant, i.gallery, i.id AS image_id, NULL AS variant FROM tokens t
      CROSS JOIN product_images i INDEXED BY product_images_by_media ON i.store_id = t.store_id AND i.media_id = ?3
      WHERE ${LIVE_TOKEN} AND (i.product_id, i.gallery, i.id) > (?5, ?6, ?7)
    UNION ALL
    SELECT v.product_id, 1, NULL, NULL, v.variant FROM tokens t
      CROSS JOIN variant_images v INDEXED BY variant_images_by_media ON v.store_id = t.store_id AND v.media_id = ?3
      WHERE ${LIVE_TOKEN} AND (v.product_id, v.variant) > (?8, ?9)
    ORDER BY product_id, is_variant, gallery, image_id, variant LIMIT ?4`,
    values: [...token, mediaId, limit, ...positions(after)],
  };
}

/** Returns what images, and what variants, a page comes after; variants come after all images of their product. */
function positions(after: MediaUse | undefined): Statement['values'] {
  if (after === undefined) return [0, '', 0, 0, ''];
  const { productId } = after;
  return after.kind === 'image'
    ? [productId, after.gallery, after.imageId, productId, '']
    : [productId + 1, '', 0, productId, after.variant];
}

/** Parses a row of `usesStatement`. */
export function toMediaUse(row: Row): MediaUse {
  const [productId, variant] = [int(row['product_id']), textOrNull(row['variant'])];
  return variant === null
    ? { kind: 'image', productId, gallery: galleryName(row['gallery']), imageId: int(row['image_id']) }
    : { kind: 'variant', productId, variant };
}
