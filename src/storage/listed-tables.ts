import type { ImageField, MediaField } from '../catalogue/listing-reads.ts';
import { type Columns, IMAGE_FIELD_COLUMNS, MEDIA_FIELD_COLUMNS } from './filter-sql.ts';
import { IMAGE_COLUMNS } from './image-rows.ts';
import type { FieldIndexes } from './listing-plan.ts';
import { MEDIA_COLUMNS } from './media-rows.ts';

/** A table whose rows are listed across a store. */
export interface ListedTable<F extends string> {
  readonly name: string;
  readonly alias: string;
  readonly columns: readonly string[];
  readonly fields: Columns<F>;
  /** Which rows a list has. */
  readonly isListed: string;
  /** How the rows of a store are read in the order of their ids. */
  readonly byId: string;
  readonly indexes: FieldIndexes<F>;
  /** The counter of the store with its last id. */
  readonly lastId: string;
}

export const ALL_IMAGES: ListedTable<ImageField> = {
  name: 'product_images',
  alias: 'i',
  columns: IMAGE_COLUMNS,
  fields: IMAGE_FIELD_COLUMNS,
  isListed: `i.gallery = 'shop'`,
  byId: 'INDEXED BY product_images_by_id',
  indexes: {
    id: { name: 'product_images_by_id', isUnique: true },
    media_id: { name: 'product_images_by_media' },
  },
  lastId: 'last_image_id',
};

export const LIBRARY: ListedTable<MediaField> = {
  name: 'media',
  alias: 'm',
  columns: MEDIA_COLUMNS,
  fields: MEDIA_FIELD_COLUMNS,
  isListed: 'm.trashed_at IS NULL',
  byId: '',
  indexes: {
    id: { name: '', isUnique: true },
    filename: {
      name: 'media_by_filename',
      before: `m.trashed_at IS NULL AND m.folder IN ('general', 'product')`,
      isUnique: true,
      findsBeginnings: true,
    },
  },
  lastId: 'last_media_id',
};
