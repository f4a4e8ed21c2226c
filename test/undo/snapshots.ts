import { env } from 'cloudflare:workers';
import * as z from 'zod';
import type { TestStore } from '../support/stores.ts';

/** A product's images and variants as somebody who looks at it could tell them apart. */
export interface Snapshot {
  readonly images: readonly object[];
  readonly variants: readonly object[];
  /** The ids by which pages are found, which have to ascend. */
  readonly listedIds: readonly number[];
  /** What lists of products say of it. */
  readonly listed: object;
}

/** What lists say of a product without images. */
export const NOTHING_LISTED = {
  main_image_id: null,
  no_alt_count: 0,
  duplicate_count: 0,
  text_bytes: 0,
  alts: '{}',
  sizes: '{}',
  blob_count: 0,
};

/** A JSON object in the order of its keys, in SQL. */
const inOrder = (json: string): string =>
  `(SELECT json_group_object(key, value) FROM (SELECT key, value FROM json_each(${json}) ORDER BY key))`;

/** Reads a product from the database. What the library says of a media is not the product's own, and left out. */
export async function snapshotOf(store: TestStore, productId: number): Promise<Snapshot> {
  const [images, variants, lists, listed] = await env.DB.batch<{ id?: number; gallery?: string; ids?: string }>([
    env.DB.prepare(
      `SELECT i.gallery, i.id, i.media_id, i.sort_order, i.is_thumbnail, i.description, i.alts, i.file_stem, i.format, i.width_px,
          i.height_px, i.revision, i.focal_x, i.focal_y, i.created_at, b.sha256, m.trashed_at
        FROM product_images i LEFT JOIN media m ON m.store_id = i.store_id AND m.id = i.media_id
        LEFT JOIN blobs b ON b.id = m.blob_id WHERE i.store_id = ?1 AND i.product_id = ?2 ORDER BY i.id`,
    ).bind(store.id, productId),
    // A variant that shows nothing is as one that was never heard of.
    env.DB.prepare(
      `SELECT v.variant, v.image_id, v.media_id, v.file_stem, v.format, iif(v.media_id IS NULL, NULL, v.revision) AS revision,
          b.sha256, m.trashed_at
        FROM variant_images v LEFT JOIN media m ON m.store_id = v.store_id AND m.id = v.media_id
        LEFT JOIN blobs b ON b.id = m.blob_id
        WHERE v.store_id = ?1 AND v.product_id = ?2 AND coalesce(v.image_id, v.media_id) IS NOT NULL ORDER BY v.variant`,
    ).bind(store.id, productId),
    env.DB.prepare('SELECT shop_image_ids AS ids FROM products WHERE store_id = ?1 AND id = ?2').bind(
      store.id,
      productId,
    ),
    // A blob that comes back may have another number.
    env.DB.prepare(
      `SELECT main_image_id, no_alt_count, duplicate_count, text_bytes, ${inOrder('shop_alts')} AS alts,
          ${inOrder('shop_sizes')} AS sizes, (SELECT count(*) FROM json_each(shop_blobs)) AS blob_count
        FROM products WHERE store_id = ? AND id = ?`,
    ).bind(store.id, productId),
  ]);
  const listedIds = z.array(z.int()).parse(JSON.parse(lists?.results[0]?.ids ?? '[]'));
  return {
    images: images?.results ?? [],
    variants: variants?.results ?? [],
    listedIds,
    listed: listed?.results[0] ?? NOTHING_LISTED,
  };
}

/** Returns the version that a product has, 0 where it has no row. */
export async function versionOf(store: TestStore, productId: number): Promise<number> {
  const row = await env.DB.prepare('SELECT version FROM products WHERE store_id = ? AND id = ?')
    .bind(store.id, productId)
    .first<{ version: number }>();
  return row?.version ?? 0;
}
