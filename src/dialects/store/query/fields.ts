import type { ImageField, MediaField } from '../../../catalogue/listing-reads.ts';

/** What a field holds, and so what it can be compared with. */
export type FieldKind = 'text' | 'whole' | 'decimal' | 'time';

/** The fields of a list by name: all that `query` and `order` can name. */
export type Fields<F extends string> = Readonly<Record<F, FieldKind>>;

export const IMAGE_QUERY_FIELDS: Fields<ImageField> = {
  id: 'whole',
  media_id: 'whole',
  alt_text: 'text',
  sort_order: 'whole',
  width: 'whole',
  height: 'whole',
};

export const MEDIA_QUERY_FIELDS: Fields<MediaField> = {
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

/** True where a name is one of the fields. */
export function isField<F extends string>(fields: Fields<F>, name: string): name is F {
  return Object.hasOwn(fields, name);
}
