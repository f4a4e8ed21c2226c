import * as z from 'zod';
import { urlExtension, urlStem } from '../delivery/picture-name.ts';
import { MEDIA_REVISION, type PicturePath } from '../delivery/picture-path.ts';
import type { CurrentPicture, PictureIndex, StoredPicture } from '../delivery/ports.ts';
import { toFocalPoint } from '../model/focal-point.ts';
import type { GalleryName } from '../model/product.ts';
import { parseSettings } from '../model/settings.ts';
import type { Database, Statement } from '../platform/database.ts';
import { formatSchema } from './image-rows.ts';

const rowSchema = z.object({
  name_id: z.int(),
  file_stem: z.string(),
  format: formatSchema,
  original_key: z.string(),
  render_key: z.string().nullable(),
  byte_count: z.int(),
  original_name: z.string(),
  settings: z.string(),
  refused_at: z.int().nullable(),
});

const imageSchema = rowSchema.extend({ focal_x: z.number().nullable(), focal_y: z.number().nullable() });

const currentSchema = imageSchema.extend({
  product_id: z.int(),
  revision: z.int(),
  first_revision: z.int().nullable(),
});

/** Finds pictures in D1; each look-up is one round trip and reads four rows. */
export class D1PictureIndex implements PictureIndex {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(path: PicturePath): Promise<StoredPicture | undefined> {
    const [rows] = await this.#database.batch([findStatement(path)]);
    const [found] = rows ?? [];
    if (found === undefined) return undefined;
    const isOfImage = path.owner.kind === 'image';
    const row = isOfImage ? imageSchema.parse(found) : { ...rowSchema.parse(found), focal_x: null, focal_y: null };
    const name = { id: row.name_id, fileStem: row.file_stem, format: row.format };
    if (urlStem(name) !== path.stem || urlExtension(row.format) !== path.extension) return undefined;
    return toPicture(row);
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

function toPicture(row: z.infer<typeof imageSchema>): StoredPicture {
  return {
    originalKey: row.original_key,
    renderKey: row.render_key ?? row.original_key,
    format: row.format,
    byteCount: row.byte_count,
    originalName: row.original_name,
    settings: parseSettings(row.settings),
    refusedAtMs: row.refused_at ?? undefined,
    focalPoint: toFocalPoint(row.focal_x, row.focal_y),
  };
}

const COLUMNS = `picture.file_stem, picture.format, b.original_key, b.render_key, b.byte_count, b.refused_at,
  m.original_name, s.settings`;

function findStatement({ storeHash, owner, revision }: PicturePath): Statement {
  switch (owner.kind) {
    case 'image':
      // An earlier revision counts while the image has the media that it had then. For the present one none is looked up.
      return {
        sql: `SELECT picture.id AS name_id, ${COLUMNS},
            iif(picture.revision = ?4, picture.focal_x, earlier.focal_x) AS focal_x,
            iif(picture.revision = ?4, picture.focal_y, earlier.focal_y) AS focal_y
          FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          LEFT JOIN earlier_revisions earlier ON earlier.store_id = s.id AND earlier.image_id = picture.id
            AND earlier.revision = iif(picture.has_earlier_revisions AND picture.revision <> ?4, ?4, NULL)
            AND earlier.media_id = picture.media_id
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND +picture.product_id = ?2 AND ?4 IN (picture.revision, earlier.revision)`,
        values: [storeHash, owner.productId, owner.imageId, revision],
      };
    case 'variant':
      return {
        sql: `SELECT picture.product_id AS name_id, ${COLUMNS} FROM stores s
          JOIN variant_images picture ON picture.store_id = s.id AND picture.product_id = ?2 AND picture.variant = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND picture.revision = ?4`,
        values: [storeHash, owner.productId, owner.variant, revision],
      };
    case 'media':
      return {
        sql: `SELECT m.id AS name_id, m.file_stem, m.format, b.original_key, b.render_key, b.byte_count, b.refused_at,
          m.original_name, s.settings FROM stores s JOIN media m ON m.store_id = s.id AND m.id = ?2 AND m.trashed_at IS NULL JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND ?3 = ${MEDIA_REVISION}`,
        values: [storeHash, owner.mediaId, revision],
      };
    default:
      return owner satisfies never;
  }
}
