import * as z from 'zod';
import type { PictureIndex, StoredPicture } from '../delivery/ports.ts';
import { urlExtension, urlStem } from '../delivery/picture-name.ts';
import { MEDIA_REVISION, type PicturePath } from '../delivery/picture-path.ts';
import type { Database, Statement } from './database.ts';
import { parseSettings } from '../catalogue/settings.ts';
import { formatSchema } from './rows.ts';

const rowSchema = z.object({
  name_id: z.int(),
  file_stem: z.string(),
  format: formatSchema,
  original_key: z.string(),
  render_key: z.string().nullable(),
  byte_count: z.int(),
  original_name: z.string(),
  settings: z.string(),
});

/** Finds pictures in D1: one round trip, four rows. */
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
    return {
      originalKey: row.original_key,
      renderKey: row.render_key ?? row.original_key,
      format: row.format,
      byteCount: row.byte_count,
      originalName: row.original_name,
      settings: parseSettings(row.settings),
    };
  }
}

const COLUMNS = `picture.file_stem, picture.format, b.original_key, b.render_key, b.byte_count, m.original_name, s.settings`;

function findStatement({ storeHash, subject, revision }: PicturePath): Statement {
  switch (subject.kind) {
    case 'image':
      return {
        sql: `SELECT picture.id AS name_id, ${COLUMNS} FROM stores s
          JOIN product_images picture ON picture.store_id = s.id AND picture.id = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND +picture.product_id = ?2 AND picture.revision = ?4`,
        values: [storeHash, subject.productId, subject.imageId, revision],
      };
    case 'variant':
      return {
        sql: `SELECT picture.product_id AS name_id, ${COLUMNS} FROM stores s
          JOIN variant_images picture ON picture.store_id = s.id AND picture.product_id = ?2 AND picture.variant = ?3
          JOIN media m ON m.store_id = s.id AND m.id = picture.media_id JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND picture.revision = ?4`,
        values: [storeHash, subject.productId, subject.variant, revision],
      };
    case 'media':
      return {
        sql: `SELECT m.id AS name_id, m.file_stem, m.format, b.original_key, b.render_key, b.byte_count, m.original_name, s.settings
          FROM stores s JOIN media m ON m.store_id = s.id AND m.id = ?2 JOIN blobs b ON b.id = m.blob_id
          WHERE s.hash = ?1 AND ?3 = ${MEDIA_REVISION}`,
        values: [storeHash, subject.mediaId, revision],
      };
    default:
      return subject satisfies never;
  }
}
