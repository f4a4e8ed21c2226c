import { containIn } from '../../delivery/picture-size.ts';
import { mediaPath, pictureUrl } from '../../delivery/urls.ts';
import type { Media, MediaFolder } from '../../model/media.ts';
import { FORMATS } from '../../model/picture.ts';
import type { Store } from '../../model/store.ts';
import { isoSeconds } from '../../platform/time-text.ts';
import { toWireAltText } from './image.ts';

/** The vendor's media object (ST-21). */
export interface WireMedia {
  readonly id: number;
  readonly alt_text: string | null;
  readonly aspect_ratio: number;
  readonly filename: string;
  readonly height: number;
  readonly media_folder: MediaFolder;
  readonly media_type: 'images';
  readonly mime_type: string;
  readonly size: number;
  readonly updated_at: string;
  readonly url: string;
  readonly width: number;
}

/** The keys of the media object, in order. */
export const MEDIA_KEYS = [
  'id',
  'alt_text',
  'aspect_ratio',
  'filename',
  'height',
  'media_folder',
  'media_type',
  'mime_type',
  'size',
  'updated_at',
  'url',
  'width',
] as const;

/** Returns a media as this dialect shows it. `origin` is the first part of its URL. */
export function toWireMedia(media: Media, store: Store, origin: string): WireMedia {
  return {
    id: media.id,
    alt_text: toWireAltText(media.altText),
    aspect_ratio: Math.round((100 * media.widthPx) / media.heightPx) / 100,
    filename: media.filename,
    height: media.heightPx,
    media_folder: media.folder,
    media_type: 'images',
    mime_type: FORMATS[media.format].contentType,
    size: media.byteCount,
    updated_at: isoSeconds(media.updatedAtMs).replace('T', ' '),
    url: pictureUrl(origin, mediaPath(store.hash, media, containIn(store.settings.presets.zoom))),
    width: media.widthPx,
  };
}
