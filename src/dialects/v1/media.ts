import type { LibraryMedia } from '../../catalogue/library-reads.ts';
import { type NamedUrls, namedUrls, srcsetOf } from '../../delivery/size-urls.ts';
import { mediaPath } from '../../delivery/urls.ts';
import type { MediaFolder } from '../../model/media.ts';
import { FORMATS, type PictureFormat } from '../../model/picture.ts';
import type { Store } from '../../model/store.ts';
import { ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { readMedia } from './media-access.ts';
import { pageParameters, toCursor, type WirePage } from './paging.ts';
import { NO_PARAMETERS } from './query.ts';
import { readAuthorized, type V1Context } from './request-context.ts';
import { searchParameter } from './search-parameter.ts';
import { toWireMedia, type WireMedia } from './wire-media.ts';
import { toWireTime } from './wire-time.ts';

/** A media as the library shows it. `fileName` is its name there, whatever the file was called when it came. */
export interface WireLibraryMedia extends WireMedia {
  readonly folder: MediaFolder;
  /** Of the file as it came, in lower-case hexadecimal. */
  readonly sha256: string;
  /** The text that the library has for it, empty where there is none. */
  readonly alt: string;
  /** How many images, and variants with a picture of their own, show it; 1000 where there are more. */
  readonly uses: number;
  readonly urls: NamedUrls;
  /** The value of the attribute srcset. */
  readonly srcset: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const FORMAT_NAMES = Object.keys(FORMATS);
const FORMAT_MESSAGE = `It is one of ${FORMAT_NAMES.join(', ')}.`;

const isFormat = (text: string): text is PictureFormat => FORMAT_NAMES.includes(text);

/** The parameters of the library. */
export const libraryQuery = z.strictObject({
  ...pageParameters(z.strictObject({ id: z.int() })),
  search: searchParameter,
  folder: z.optional(z.enum(['general', 'product'], 'It is general or product.')),
  format: z.optional(z.pipe(z.string(), z.custom<PictureFormat, string>(isFormat, FORMAT_MESSAGE))),
  unused: z.optional(z.literal('true', 'It is true, or left out.')),
});

/** GET /v1/media: the media of the library in the order of their ids, all of them or those that the query asks for. */
export async function listMedia(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { library, origin } = c.get('service');
  const found = await readAuthorized(c, 'read', libraryQuery, (digest, { cursor, limit, ...query }) => {
    const { search, folder, format, unused } = query;
    const filter = { search, folder, format, isUnused: unused !== undefined };
    return library.list(digest, filter, { fromId: cursor?.id ?? 1, limit });
  });
  if (!found.ok) return found;
  const { access, value } = found.value;
  const page: WirePage<WireLibraryMedia> = {
    items: value.media.map((media) => toWireLibraryMedia(media, access.store, origin)),
    next: value.nextId === undefined ? null : toCursor({ id: value.nextId }),
  };
  return ok(Response.json(page));
}

/** GET /v1/media/{id}: one media of the library. Fault: media-not-found, besides the access faults. */
export async function getMedia(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { library, origin } = c.get('service');
  const found = await readMedia(c, NO_PARAMETERS, (digest, mediaId) => library.media(digest, mediaId));
  if (!found.ok) return found;
  const { access, value: media } = found.value;
  return ok(Response.json(toWireLibraryMedia(media, access.store, origin)));
}

/** Returns a media as the library shows it. */
export function toWireLibraryMedia(media: LibraryMedia, store: Store, origin: string): WireLibraryMedia {
  const path = mediaPath(store.hash, media, 'original');
  const { id, fileName, ...file } = toWireMedia({ ...media, mediaId: media.id, originalName: media.filename });
  return {
    id,
    fileName,
    folder: media.folder,
    ...file,
    sha256: media.sha256,
    alt: media.altText,
    uses: media.useCount,
    urls: namedUrls(path, store, origin),
    srcset: srcsetOf(path, media.widthPx, origin),
    createdAt: toWireTime(media.createdAtMs),
    updatedAt: toWireTime(media.updatedAtMs),
  };
}
