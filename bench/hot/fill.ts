import type { DatabaseSync } from 'node:sqlite';
import { DEMO } from '../../scripts/demo-store.ts';
import { imagePath } from '../../src/delivery/urls.ts';
import { formatPicturePath } from '../../src/delivery/picture-path.ts';
import { containIn } from '../../src/delivery/picture-size.ts';
import { renditionKey } from '../../src/delivery/rendition-keys.ts';

/** What the database is filled with: products from 1 on with 50 images each, and one with 1000, which is the last. */
export const FILLED = { products: 1_000, imagesEach: 50, longProduct: 1_001, imagesOfLong: 1_000 } as const;

/** The number of an image: those of the first product come first. `at` counts from 0. */
export const imageId = (product: number, at: number): number => (product - 1) * FILLED.imagesEach + at + 1;

const WRITTEN_AT_MS = 1_750_000_000_000;

/** Makes the demo store and its images by plain SQL: 51,000 of them, each with a media and bytes of its own. */
export function fillDatabase(database: DatabaseSync, demo: string): void {
  database.exec(demo);
  const { products, imagesEach, longProduct, imagesOfLong } = FILLED;
  const total = products * imagesEach + imagesOfLong;
  const numbers = (count: number): string =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const productOf = `min((i - 1) / ${imagesEach} + 1, ${longProduct})`;
  const placeOf = `(i - 1 - (${productOf} - 1) * ${imagesEach})`;
  database.exec(`BEGIN;
    INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
      ${numbers(longProduct)} SELECT 1, i, printf('00000001-7669-8747-8%03x-%012x', 0, i), 1, ${WRITTEN_AT_MS}, ${WRITTEN_AT_MS} FROM n;
    INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
      ${numbers(total)} SELECT 1, 'bench-' || i, 'originals/${DEMO.hash}/bench-' || i, 'jpeg', 45000, 1600, 1200, 1, 0, unixepoch() * 1000 FROM n;
    INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format,
        byte_count, width_px, height_px, created_at, updated_at)
      SELECT 1, id, id, 'product', 'picture-' || id || '.jpg', 'picture.jpg', 'picture-' || id, '', 0, 'jpeg',
        45000, 1600, 1200, ${WRITTEN_AT_MS}, ${WRITTEN_AT_MS} FROM blobs;
    INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description, file_stem,
        format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
      ${numbers(total)} SELECT 1, ${productOf}, 'shop', i, i, ${placeOf}, ${placeOf} = 0,
        'Picture ' || (${placeOf} + 1) || ' of product ' || ${productOf}, 'picture-' || i, 'jpeg', 1600, 1200, '',
        ${WRITTEN_AT_MS / 1000}, ${WRITTEN_AT_MS / 1000}, ${WRITTEN_AT_MS}, ${WRITTEN_AT_MS}, i FROM n;
    UPDATE products SET main_image_id = json_extract(shop_image_ids, '$[0]');
    INSERT INTO journal (store_id, seq, at, operation_id, type, change) VALUES (1, 1, ${WRITTEN_AT_MS}, 'bench', 'settings.changed', '{}');
    COMMIT;`);
}

/** The rendition that is served hot: where it is, and what it is stored with. */
export function hotRendition(): { readonly path: string; readonly key: string; readonly stem: string } {
  const image = {
    id: 1,
    productId: 1,
    fileStem: 'picture-1',
    format: 'jpeg',
    revision: WRITTEN_AT_MS / 1000,
  } as const;
  const path = imagePath(DEMO.hash, image, containIn({ widthPx: 386, heightPx: 513 }));
  return { path: formatPicturePath(path), key: renditionKey(path, 'webp', 'open'), stem: path.stem };
}
