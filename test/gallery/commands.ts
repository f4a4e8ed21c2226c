import type { GalleryImage } from '../../src/gallery/state.ts';
import type { CommandOnPresent, ImageUpdate, NewImage } from '../../src/gallery/commands.ts';
import type { Upload } from '../../src/model/media.ts';
import type { GalleryName } from '../../src/model/product.ts';

/** Returns an upload without stored bytes; decisions depend on none of its fields. */
export const upload = (name = 'a'): Upload => ({
  originalKey: `originals/test/${crypto.randomUUID()}.png`,
  renderKey: null,
  sha256: name.padStart(64, '0'),
  format: 'png',
  byteCount: 1,
  widthPx: 1,
  heightPx: 1,
  frameCount: 1,
  hasAlpha: false,
  placeholder: null,
  originalName: `${name}.png`,
  fileStem: name,
  uploadedAtMs: Date.now(),
});

export const newImage = (fields: Partial<NewImage> = {}): NewImage => ({
  gallery: 'shop',
  sortOrder: undefined,
  isThumbnail: undefined,
  description: '',
  source: { kind: 'upload', upload: upload() },
  ...fields,
});

export const create = (...images: Partial<NewImage>[]): CommandOnPresent => ({
  kind: 'create',
  images: images.map(newImage),
});

/** An image of gallery shop, whose bytes have been others before where `fields` says so. */
export const galleryImage = (id: number, fields: Partial<GalleryImage> = {}): GalleryImage => ({
  id,
  gallery: 'shop',
  sortOrder: id,
  isThumbnail: id === 1,
  focalPoint: undefined,
  revision: 10,
  lastRevision: 10,
  ...fields,
});

export const imageUpdate = (imageId: number, fields: Partial<ImageUpdate>): ImageUpdate => ({
  imageId,
  sortOrder: undefined,
  isThumbnail: undefined,
  description: undefined,
  focalPoint: undefined,
  upload: undefined,
  ...fields,
});

export const update = (
  imageId: number,
  fields: Partial<ImageUpdate>,
  { gallery = 'shop', makeRoom = true }: { gallery?: GalleryName | 'any'; makeRoom?: boolean } = {},
): CommandOnPresent => ({
  kind: 'update',
  gallery: gallery === 'any' ? undefined : gallery,
  makeRoom,
  updates: [imageUpdate(imageId, fields)],
});

export const remove = (...imageIds: number[]): CommandOnPresent => ({ kind: 'delete', gallery: 'shop', imageIds });

export const refer = (variant: string, imageId: number | null): CommandOnPresent => ({
  kind: 'set-variant-references',
  references: [{ variant, imageId }],
  whenMissing: 'skip',
});
