import { urlExtension, urlStem } from '../delivery/picture-name.ts';
import { MEDIA_REVISION, type PicturePath } from '../delivery/picture-path.ts';
import { containIn, formatSize } from '../delivery/picture-size.ts';
import type { CurrentPicture, FoundPicture, PictureIndex, PlaceholderMedia, StoredPicture } from '../delivery/ports.ts';
import { toFocalPoint } from '../model/focal-point.ts';
import type { GalleryName } from '../model/product.ts';
import { parseSettings } from '../model/settings.ts';
import type { Box } from '../model/store.ts';
import type { Database, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { formatSchema } from './image-rows.ts';

const rowSchema = z.object({
  name_id: z.int(),
  file_stem: z.string(),
  format: formatSchema,
  original_key: z.string(),
  render_key: z.nullable(z.string()),
  byte_count: z.int(),
  original_name: z.string(),
  settings: z.string(),
  refused_at: z.nullable(z.int()),
  width_px: z.int(),
  height_px: z.int(),
  frame_count: z.int(),
  focal_x: z.nullable(z.number()),
  focal_y: z.nullable(z.number()),
});

const foundSchema = z.extend(rowSchema, {
  base_width_px: z.nullable(z.int()),
  base_height_px: z.nullable(z.int()),
});

const currentSchema = z.extend(rowSchema, {
  product_id: z.int(),
  revision: z.int(),
  first_revision: z.nullable(z.int()),
});

const placeholderSchema = z.object({ id: z.int(), file_stem: z.string(), format: formatSchema, settings: z.string() });

/** Finds pictures in D1; each look-up is one round trip and reads four rows, and one of the size that is asked for. */
export class D1PictureIndex implements PictureIndex {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(path: PicturePath): Promise<FoundPicture | undefined> {
    const [rows] = await this.#database.batch([findStatement(path)]);
    const [found] = rows ?? [];
    if (found === undefined) return undefined;
    const row = foundSchema.parse(found);
    const name = { id: row.name_id, fileStem: row.file_stem, format: row.format };
    if (urlStem(name) !== path.stem || urlExtension(row.format) !== path.extension) return undefined;
    return { ...toPicture(row), offered: toBox(row) };
  }

  async hasOffered(storeHash: string, box: Box): Promise<boolean> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT 1 FROM stores s JOIN offered_sizes o ON o.store_id = s.id AND o.size = ?2 WHERE s.hash = ?1`,
        values: [storeHash, formatSize(containIn(box))],
      },
    ]);
    return rows?.[0] !== undefined;
  }

  async findPlaceholder(storeHash: string): Promise<PlaceholderMedia | undefined> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT m.id, m.file_stem, m.format, s.settings FROM stores s JOIN media m ON m.store_id = s.id
            AND m.id = s.settings ->> '$.placeholderMediaId' AND m.trashed_at IS NULL WHERE s.hash = ?1`,
        values: [storeHash],
      },
    ]);
    const [found] = rows ?? [];
    if (found === undefined) return undefined;
    const { id, file_stem: fileStem, format, settings } = placeholderSchema.parse(found);
    return { media: { id, fileStem, format }, settings: parseSettings(settings) };
  }

  async findImage(storeHash: string, gallery: GalleryName, imageId: number): Promise<CurrentPicture | undefined> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT picture.id AS name_id, picture.product_id, picture.revision, picture.focal_x, picture.focal_y,
            iif(picture.has_earlier_revisions, (SELECT revision FROM earlier_revisions WHERE store_id = s.id
              AND image_id = picture.id AND media_id = picture.media_id ORDER BY revision LIMIT 1), NULL) AS first_revision,
            ${COLUMNS} FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND +picture.gallery = ?2`,
        values: [storeHash, gallery, imageId],
      },
    ]);
    const [found] = rows ?? [];
    if (found === undefined) return undefined;
    const row = currentSchema.parse(found);
    const { product_id: productId, file_stem: fileStem, revision, first_revision: first } = row;
    const firstRevision = first === null ? revision : Math.min(first, revision);
    return { ...toPicture(row), productId, fileStem, revision, firstRevision };
  }
}

/** Returns the size of the store that the requested one is, or whose proportions it has. */
function toBox(row: z.infer<typeof foundSchema>): Box | undefined {
  const { base_width_px: widthPx, base_height_px: heightPx } = row;
  return widthPx === null || heightPx === null ? undefined : { widthPx, heightPx };
}

function toPicture(row: z.infer<typeof rowSchema>): StoredPicture {
  return {
    originalKey: row.original_key,
    renderKey: row.render_key ?? row.original_key,
    format: row.format,
    byteCount: row.byte_count,
    widthPx: row.width_px,
    heightPx: row.height_px,
    frameCount: row.frame_count,
    originalName: row.original_name,
    settings: parseSettings(row.settings),
    refusedAtMs: row.refused_at ?? undefined,
    focalPoint: toFocalPoint(row.focal_x, row.focal_y),
  };
}

const BLOB_COLUMNS = `b.original_key, b.render_key, b.byte_count, b.width_px, b.height_px, b.frame_count, b.refused_at,
  m.original_name, s.settings`;
const COLUMNS = `picture.file_stem, picture.format, ${BLOB_COLUMNS}`;

/** Only product images have a focal point. */
const NO_FOCAL_POINT = 'NULL AS focal_x, NULL AS focal_y';

/** What the store has offered of the size that is the last value. */
const OFFERED = 'o.base_width_px, o.base_height_px';
const joinOffered = (parameter: string): string =>
  `LEFT JOIN offered_sizes o ON o.store_id = s.id AND o.size = ${parameter}`;

function findStatement({ storeHash, owner, revision, size }: PicturePath): Statement {
  const sizeText = size === 'original' ? size : formatSize(size);
  switch (owner.kind) {
    case 'image':
      // An earlier revision counts while the image has the media that it had then. For the present one none is looked up.
      return {
        sql: `SELECT picture.id AS name_id, ${COLUMNS}, ${OFFERED},
            iif(picture.revision = ?4, picture.focal_x, earlier.focal_x) AS focal_x,
            iif(picture.revision = ?4, picture.focal_y, earlier.focal_y) AS focal_y
          FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          LEFT JOIN earlier_revisions earlier ON earlier.store_id = s.id AND earlier.image_id = picture.id
            AND earlier.revision = iif(picture.has_earlier_revisions AND picture.revision <> ?4, ?4, NULL)
            AND earlier.media_id = picture.media_id
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id ${joinOffered('?5')}
          WHERE s.hash = ?1 AND +picture.product_id = ?2 AND ?4 IN (picture.revision, earlier.revision)`,
        values: [storeHash, owner.productId, owner.imageId, revision, sizeText],
      };
    case 'variant':
      return {
        sql: `SELECT picture.product_id AS name_id, ${COLUMNS}, ${NO_FOCAL_POINT}, ${OFFERED} FROM stores s
          JOIN variant_images picture ON picture.store_id = s.id AND picture.product_id = ?2 AND picture.variant = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id ${joinOffered('?5')}
          WHERE s.hash = ?1 AND picture.revision = ?4`,
        values: [storeHash, owner.productId, owner.variant, revision, sizeText],
      };
    case 'media':
      return {
        sql: `SELECT m.id AS name_id, m.file_stem, m.format, ${BLOB_COLUMNS}, ${NO_FOCAL_POINT}, ${OFFERED} FROM stores s
          JOIN media m ON m.store_id = s.id AND m.id = ?2 AND m.trashed_at IS NULL
          JOIN blobs b ON b.id = m.blob_id ${joinOffered('?4')}
          WHERE s.hash = ?1 AND ?3 = ${MEDIA_REVISION}`,
        values: [storeHash, owner.mediaId, revision, sizeText],
      };
    default:
      return owner satisfies never;
  }
}
