import type { Bucket } from '../platform/bucket.ts';
import { contentDisposition } from './content-disposition.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import type { PicturePath } from './picture-path.ts';
import type { StoredPicture } from './ports.ts';
import type { Rendition } from './render.ts';
import { renditionKey, type RenditionKind } from './rendition-keys.ts';
import { IMMUTABLE } from './responses.ts';

/** One rendition of one picture, by who may get it. */
export interface KeptRendition {
  readonly path: PicturePath;
  readonly format: RenditionFormat;
  readonly kind: RenditionKind;
}

/** The formats from the one that is tried first to the one that every client shows. */
const BEST_FIRST: readonly RenditionFormat[] = ['avif', 'webp', 'plain'];

/** A stored object. */
export interface StoredRendition extends Rendition {
  readonly httpEtag: string;
  readonly contentDisposition: string;
}

/**
 * Stores a rendition, and sees to it that no format is larger than one that more clients take, as far as those are made
 * with the present qualities (DEL-15): a smaller one of those takes its place, and it takes the place of larger ones
 * that fewer clients take.
 */
export async function storeSmallest(
  bucket: Bucket,
  kept: KeptRendition,
  picture: StoredPicture,
  made: Rendition,
): Promise<StoredRendition> {
  const place = BEST_FIRST.indexOf(kept.format);
  // Stored first, looked at afterwards: of two that are made at the same time, one sees the other.
  const stored = await put(bucket, kept, picture, made);
  const smallest = await smallerOf(bucket, kept, BEST_FIRST.slice(place + 1), picture, made);
  for (const format of BEST_FIRST.slice(0, place)) {
    const better = { ...kept, format };
    const present = await bucket.head(keyOf(better));
    const isLarger = present !== null && present.size > smallest.bytes.byteLength;
    if (isLarger && isOfQuality(present, picture)) await put(bucket, better, picture, smallest);
  }
  return smallest === made ? stored : await put(bucket, kept, picture, smallest);
}

/** Returns the smallest of a rendition and those that are stored in other formats. */
async function smallerOf(
  bucket: Bucket,
  kept: KeptRendition,
  formats: readonly RenditionFormat[],
  picture: StoredPicture,
  made: Rendition,
): Promise<Rendition> {
  let smallest = made;
  for (const format of formats) {
    const key = keyOf({ ...kept, format });
    const present = await bucket.head(key);
    if (present === null || present.size >= smallest.bytes.byteLength || !isOfQuality(present, picture)) continue;
    smallest = (await readRendition(bucket, key)) ?? smallest;
  }
  return smallest;
}

/** Says which qualities a rendition was made with, so that those of other qualities are not taken for it. */
const qualityTag = ({ settings: { quality } }: StoredPicture): string =>
  [quality.regular, quality.small].flatMap(({ avif, jpeg, webp }) => [avif, jpeg, webp]).join('.');

const isOfQuality = (stored: R2Object, picture: StoredPicture): boolean =>
  stored.customMetadata?.['quality'] === qualityTag(picture);

/** Reads a stored rendition whole. Returns undefined where there is none. */
export async function readRendition(bucket: Bucket, key: string): Promise<Rendition | undefined> {
  const object = await bucket.get(key);
  if (object === null || !('body' in object)) return undefined;
  const contentType = object.httpMetadata?.contentType ?? 'application/octet-stream';
  return { bytes: new Uint8Array(await object.arrayBuffer()), contentType };
}

/** Stores a rendition under its key, with what its answers say of it. */
async function put(
  bucket: Bucket,
  kept: KeptRendition,
  picture: StoredPicture,
  { bytes, contentType }: Rendition,
): Promise<StoredRendition> {
  const disposition = contentDisposition('inline', picture.originalName, contentType);
  const { httpEtag } = await bucket.put(keyOf(kept), bytes, {
    httpMetadata: { contentType, cacheControl: IMMUTABLE, contentDisposition: disposition },
    customMetadata: { stem: kept.path.stem, quality: qualityTag(picture) },
  });
  return { bytes, contentType, httpEtag, contentDisposition: disposition };
}

/** Returns the key of a stored rendition. */
export const keyOf = ({ path, format, kind }: KeptRendition): string => renditionKey(path, format, kind);
