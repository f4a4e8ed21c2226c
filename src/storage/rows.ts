import * as z from 'zod';
import type { Access, ProductImage, Store, VariantImage } from '../catalogue/model.ts';
import { parseSettings } from '../catalogue/settings.ts';
import type { Row } from './database.ts';

/** The formats as the database spells them. */
export const formatSchema = z.enum(['bmp', 'gif', 'jpeg', 'png', 'wbmp', 'webp', 'xbm']);

const storeRowSchema = z.object({
  store_id: z.int(),
  store_hash: z.string(),
  store_name: z.string(),
  store_settings: z.string(),
  store_settings_version: z.int(),
});

export const STORE_COLUMNS = `s.id AS store_id, s.hash AS store_hash, s.name AS store_name, s.settings AS store_settings,
  s.settings_version AS store_settings_version`;

/** Reads the columns of STORE_COLUMNS. */
export function toStore(row: Row): Store {
  const parsed = storeRowSchema.parse(row);
  return {
    id: parsed.store_id,
    hash: parsed.store_hash,
    name: parsed.store_name,
    settings: parseSettings(parsed.store_settings),
    settingsVersion: parsed.store_settings_version,
  };
}

/** The condition that finds the token of digest ?1, alive at ?2. */
export const LIVE_TOKEN = `t.digest = ?1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?2)`;

const accessRowSchema = z.object({ scope: z.enum(['modify', 'read']) });

/** Reads a token's row joined with its store. */
export function toAccess(row: Row): Access {
  return { store: toStore(row), scope: accessRowSchema.parse(row).scope };
}

const imageRowSchema = z.object({
  id: z.int(),
  product_id: z.int(),
  gallery: z.enum(['shop', 'shop360']),
  media_id: z.int(),
  sort_order: z.int(),
  is_thumbnail: z.int(),
  description: z.string(),
  file_stem: z.string(),
  format: formatSchema,
  revision: z.int(),
  created_at: z.int(),
  modified_at: z.int(),
});

/** The columns of an image, in the order of the schema above. */
export const IMAGE_COLUMNS = Object.keys(imageRowSchema.shape);

/** Reads a row of product_images. */
export function toProductImage(row: unknown): ProductImage {
  const parsed = imageRowSchema.parse(row);
  return {
    id: parsed.id,
    productId: parsed.product_id,
    gallery: parsed.gallery,
    mediaId: parsed.media_id,
    sortOrder: parsed.sort_order,
    isThumbnail: parsed.is_thumbnail === 1,
    description: parsed.description,
    fileStem: parsed.file_stem,
    format: parsed.format,
    revision: parsed.revision,
    createdAtMs: parsed.created_at,
    modifiedAtMs: parsed.modified_at,
  };
}

const variantRowSchema = z.object({
  product_id: z.int(),
  variant: z.string(),
  image_id: z.int().nullable(),
  media_id: z.int().nullable(),
  file_stem: z.string().nullable(),
  format: formatSchema.nullable(),
  revision: z.int(),
});

/** The columns of a variant image, in the order of the schema above. */
export const VARIANT_COLUMNS = Object.keys(variantRowSchema.shape);

/** Reads a row of variant_images. */
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
