import type { KeptMedia } from '../gallery/changes.ts';
import type { EarlierVariant, Kept, Past, TrashedImage } from '../gallery/past.ts';
import { toFocalPoint } from '../model/focal-point.ts';
import type { ProductKey } from '../model/product.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import { int } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { formatSchema } from './image-rows.ts';
import { parseValue, toEarlierContents } from './past-content-rows.ts';

const headSchema = z.object({ version: z.nullable(z.int()), version_count: z.int() });
const presenceSchema = z.object({ id: z.int(), version: z.int(), was_there: z.int() });
const placeSchema = z.object({ id: z.int(), sort_order: z.int(), is_thumbnail: z.int() });
const variantSchema = z.object({
  variant: z.string(),
  imageId: z.nullable(z.int()),
  mediaId: z.nullable(z.int()),
  fileStem: z.nullable(z.string()),
  format: z.nullable(formatSchema),
  revision: z.nullable(z.int()),
});
const trashedSchema = z.object({
  id: z.int(),
  gallery: z.enum(['shop', 'shop360']),
  media_id: z.int(),
  sort_order: z.int(),
  is_thumbnail: z.int(),
  file_stem: z.string(),
  format: formatSchema,
  focal_x: z.nullable(z.number()),
  focal_y: z.nullable(z.number()),
  revision: z.int(),
  last_revision: z.int(),
});

/**
 * The rows of the product ?1, ?2 that came after version ?3, which the chain from the last one on leads to. CROSS JOIN
 * has the planner look each of them up, where it would read the whole journal of the store.
 */
const CHAIN = `WITH RECURSIVE chain (seq) AS (
    SELECT last_seq FROM products WHERE store_id = ?1 AND id = ?2
    UNION ALL
    SELECT j.previous_seq FROM chain CROSS JOIN journal j ON j.store_id = ?1 AND j.seq = chain.seq WHERE j.version > ?3 + 1),
  entries AS MATERIALIZED (SELECT j.version, j.last_image_id, j.change FROM chain
    CROSS JOIN journal j ON j.store_id = ?1 AND j.seq = chain.seq WHERE j.version > ?3)`;

/** True for entries that have a part, or a text that looks like it. Most have not, and are not parsed then. */
const has = (part: string): string => `instr(entries.change, '"${part}":') > 0`;

/**
 * Selects the items of some parts of the entries; of several for one image or variant, the one of the oldest version.
 *
 * @param key the expression that names the image or the variant.
 */
const oldest = (parts: readonly string[], key: string, columns: string): string =>
  `${CHAIN}, items (version, part, value) AS (${parts
    .map(
      (part) => `SELECT entries.version, '${part}' AS part, item.value
        FROM entries CROSS JOIN json_each(entries.change, '$.${part}') AS item WHERE ${has(part)}`,
    )
    .join(' UNION ALL ')})
  SELECT ${columns}, min(version) AS version FROM items GROUP BY ${key}`;

/** How images were placed, by the oldest version that says it. Places of images that follow each other are one item. */
const PLACES = `${CHAIN}, places (version, id, sort_order, is_thumbnail, count) AS (
    ${['placed', 'flagged']
      .map(
        (part) => `SELECT entries.version, item.value ->> 0, item.value ->> 1, item.value ->> 2,
        coalesce(item.value ->> 3, 1) FROM entries CROSS JOIN json_each(entries.change, '$.${part}') AS item WHERE ${has(part)}`,
      )
      .join(' UNION ALL ')}
    UNION ALL
    SELECT version, id + 1, sort_order + 1, is_thumbnail, count - 1 FROM places WHERE count > 1)
  SELECT id, sort_order, is_thumbnail, min(version) AS version FROM places GROUP BY id`;

/** Whether images were there: what happened to each first says so. Created ones have the ids after `last_image_id`. */
const PRESENCE = `${CHAIN}, created (version, id, last) AS (
    SELECT version, last_image_id + 1, last_image_id + (change ->> '$.created') FROM entries
      WHERE ${has('created')} AND change ->> '$.created' > 0
    UNION ALL
    SELECT version, id + 1, last FROM created WHERE id < last),
  happened (version, id, was_there) AS (
    SELECT version, id, 0 FROM created
    UNION ALL SELECT version, value, 0 FROM entries CROSS JOIN json_each(change, '$.restored') WHERE ${has('restored')}
    UNION ALL SELECT version, value, 1 FROM entries CROSS JOIN json_each(change, '$.deleted') WHERE ${has('deleted')})
  SELECT id, was_there, min(version) AS version FROM happened GROUP BY id`;

/** Reads how a product was at `version`, as far as the journal reaches. */
export async function readPast(database: Database, product: ProductKey, version: number): Promise<Past> {
  const values = [product.storeId, product.productId, version];
  const statement = (sql: string): Statement => ({ sql, values });
  const [heads, presence, places, contents, variants] = await database.batch([
    statement(`${CHAIN} SELECT (SELECT count(*) FROM entries) AS version_count,
      (SELECT version FROM products WHERE store_id = ?1 AND id = ?2) AS version`),
    statement(PRESENCE),
    statement(PLACES),
    // Texts that are as they were then are left out.
    statement(`SELECT part, value, version FROM (${oldest(['texts', 'files', 'focals'], `part, value ->> 'id'`, 'part, value')}) AS was
      WHERE part <> 'texts' OR NOT EXISTS (SELECT 1 FROM product_images AS image INDEXED BY product_images_by_id
        WHERE image.store_id = ?1 AND image.id = value ->> 'id' AND image.description = value ->> 'description' AND image.alts = value ->> 'alts')`),
    statement(`SELECT value FROM (${oldest(['variants'], `value ->> 'variant'`, 'value')}) AS was
      WHERE (value ->> 'imageId', value ->> 'mediaId') IS NOT (SELECT image_id, media_id FROM variant_images
        WHERE store_id = ?1 AND product_id = ?2 AND variant = was.value ->> 'variant')`),
  ]);
  const head = headSchema.parse(heads?.[0]);
  return {
    version: head.version ?? 0,
    versionCount: head.version_count,
    wasThere: new Map((presence ?? []).map((row) => toEntry(presenceSchema.parse(row), (p) => p.was_there === 1))),
    places: new Map(
      (places ?? []).map((row) =>
        toEntry(placeSchema.parse(row), (p) => ({ sortOrder: p.sort_order, isThumbnail: p.is_thumbnail === 1 })),
      ),
    ),
    ...toEarlierContents(contents ?? []),
    variants: new Map((variants ?? []).map((row) => toEarlierVariant(variantSchema.parse(parseValue(row))))),
  };
}

const toEntry = <Item extends { id: number }, T>(row: Item, toValue: (row: Item) => T): readonly [number, T] => [
  row.id,
  toValue(row),
];

function toEarlierVariant(row: z.infer<typeof variantSchema>): readonly [string, EarlierVariant] {
  const { variant, imageId, mediaId, fileStem, format, revision } = row;
  const isKnown = revision !== null;
  if (imageId !== null) return [variant, { picture: { kind: 'reference', imageId }, revision: revision ?? undefined }];
  if (mediaId === null || fileStem === null || format === null || !isKnown) {
    return [variant, { picture: undefined, revision: revision ?? undefined }];
  }
  return [variant, { picture: { media: { mediaId, fileStem, format }, revision }, revision }];
}

/** Reads which of these images of the product are in the trash, and which of these media and of theirs are kept. */
export async function readKept(
  database: Database,
  { storeId, productId }: ProductKey,
  imageIds: readonly number[],
  mediaIds: readonly number[],
): Promise<Kept> {
  const trashed = `FROM json_each(?3) AS named CROSS JOIN trashed_images AS t
    ON t.store_id = ?1 AND t.id = named.value AND t.product_id = ?2`;
  const values = [storeId, productId, JSON.stringify(imageIds)];
  const [images, media] = await database.batch([
    {
      sql: `SELECT t.id, t.gallery, t.media_id, t.sort_order, t.is_thumbnail, t.file_stem, t.format, t.focal_x,
        t.focal_y, t.revision, t.last_revision ${trashed}`,
      values,
    },
    {
      sql: `SELECT m.id FROM (SELECT t.media_id AS id ${trashed} UNION SELECT value FROM json_each(?4)) AS named
        CROSS JOIN media AS m ON m.store_id = ?1 AND m.id = named.id`,
      values: [...values, JSON.stringify(mediaIds)],
    },
  ]);
  return {
    trashed: new Map((images ?? []).map((row) => toEntry(toTrashedImage(row), (image) => image))),
    mediaIds: new Set((media ?? []).map((row) => int(row['id']))),
  };
}

function toTrashedImage(row: Row): TrashedImage {
  const { id, gallery, media_id: mediaId, file_stem: fileStem, format, ...rest } = trashedSchema.parse(row);
  const media: KeptMedia = { mediaId, fileStem, format };
  return {
    id,
    gallery,
    media,
    sortOrder: rest.sort_order,
    isThumbnail: rest.is_thumbnail === 1,
    focalPoint: toFocalPoint(rest.focal_x, rest.focal_y),
    revision: rest.revision,
    lastRevision: rest.last_revision,
  };
}
