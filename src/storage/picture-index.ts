import * as z from 'zod';
import { urlExtension, urlStem } from '../delivery/picture-name.ts';
import { MEDIA_REVISION, type PicturePath } from '../delivery/picture-path.ts';
import type { CurrentPicture, PictureIndex, StoredPicture } from '../delivery/ports.ts';
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

const currentSchema = rowSchema.extend({ product_id: z.int(), revision: z.int() });

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
    const row = rowSchema.parse(found);
    const name = { id: row.name_id, fileStem: row.file_stem, format: row.format };
    if (urlStem(name) !== path.stem || urlExtension(row.format) !== path.extension) return undefined;
    return toPicture(row);
  }

  async findImage(storeHash: string, gallery: GalleryName, imageId: number): Promise<CurrentPicture | undefined> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT picture.id AS name_id, picture.product_id, picture.revision, ${COLUMNS} FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND +picture.gallery = ?2`,
        values: [storeHash, gallery, imageId],
      },
    ]);
    const [found] = rows ?? [];
    if (found === undefined) return undefined;
    const row = currentSchema.parse(found);
    return { ...toPicture(row), productId: row.product_id, fileStem: row.file_stem, revision: row.revision };
  }
}

function toPicture(row: z.infer<typeof rowSchema>): StoredPicture {
  return {
    originalKey: row.original_key,
    renderKey: row.render_key ?? row.original_key,
    format: row.format,
    byteCount: row.byte_count,
    originalName: row.original_name,
    settings: parseSettings(row.settings),
    refusedAtMs: row.refused_at ?? undefined,
  };
}

const COLUMNS = `picture.file_stem, picture.format, b.original_key, b.render_key, b.byte_count, b.refused_at,
  m.original_name, s.settings`;

function findStatement({ storeHash, owner, revision }: PicturePath): Statement {
  switch (owner.kind) {
    case 'image':
      return {
        sql: `SELECT picture.id AS name_id, ${COLUMNS} FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND +picture.product_id = ?2 AND picture.revision = ?4`,
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
