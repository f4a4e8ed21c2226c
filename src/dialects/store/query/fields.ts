import type { ImageField, MediaField } from '../../../catalogue/listing-reads.ts';

/** The type of a field, and so of the values that it is compared with. */
export type FieldKind = 'text' | 'whole' | 'decimal' | 'time';

/** The types of all fields that `query` and `order` may name. */
export type QueryFields<F extends string> = Readonly<Record<F, FieldKind>>;

/** The fields by which images are filtered and ordered. */
export const IMAGE_QUERY_FIELDS: QueryFields<ImageField> = {
  id: 'whole',
  media_id: 'whole',
  alt_text: 'text',
  sort_order: 'whole',
  width: 'whole',
  height: 'whole',
};

/** The fields by which media are filtered and ordered. */
export const MEDIA_QUERY_FIELDS: QueryFields<MediaField> = {
  id: 'whole',
  filename: 'text',
  alt_text: 'text',
  media_folder: 'text',
  mime_type: 'text',
  size: 'whole',
  width: 'whole',
  height: 'whole',
  aspect_ratio: 'decimal',
  updated_at: 'time',
};

/** Returns whether a name is one of the fields. */
export function isQueryField<F extends string>(fields: QueryFields<F>, name: string): name is F {
  return Object.hasOwn(fields, name);
}
