import type { GalleryName } from '../model/product.ts';
import type { Box, CutName } from '../model/store.ts';
import type { RenditionFormat } from './negotiate-format.ts';

/** All cuts by name, in the order in which they are listed; `orig` has the original's own size. */
export const CUTS = ['orig', 'big', 'detail', 'category', 'related'] as const satisfies readonly ('orig' | CutName)[];
export type Cut = (typeof CUTS)[number];

/** What the URL path of a cut names (SH-53). */
export interface CutPath {
  readonly storeHash: string;
  readonly gallery: GalleryName;
  readonly cut: Cut;
  readonly imageId: number;
}

/** The parameters of a signed cut URL, which its signature covers. The box of `orig` is 0 × 0. */
export interface CutQuery {
  readonly box: Box;
  /** The time of the image's last change when the URL was made, in Unix seconds. */
  readonly changedAtS: number;
}

/** The quality parameter of cut URLs. It has no other value: each format has one quality. */
export const NAMED_QUALITY = 85;

const CUT_PATH =
  /^\/s-(?<store>[a-z0-9]{1,32})\/user\/(?<gallery>shop|shop360)\/(?<cut>orig|big|detail|category|related)\/(?<image>[1-9]\d{0,15})(?:_[a-z0-9-]{1,120})?\.[a-z]{2,5}$/;

/**
 * Parses the URL path of a cut. Returns undefined for any other path. The slug and the extension are for people, and
 * are ignored.
 */
export function parseCutPath(pathname: string): CutPath | undefined {
  const groups = CUT_PATH.exec(pathname)?.groups;
  if (groups === undefined) return undefined;
  const cut = CUTS.find((name) => name === groups['cut']);
  const imageId = Number(groups['image']);
  if (cut === undefined || !Number.isSafeInteger(imageId)) return undefined;
  const gallery = groups['gallery'] === 'shop' ? 'shop' : 'shop360';
  return { storeHash: groups['store'] ?? '', gallery, cut, imageId };
}

/** Returns the URL path of a cut's folder, which is the same on every host that serves the store's pictures. */
export function cutFolder(storeHash: string, gallery: GalleryName, cut: Cut): string {
  return `/s-${storeHash}/user/${gallery}/${cut}/`;
}

/** A request for a cut to the cached entrypoint. Everything that the answer depends on is in its path. */
export interface CutRequest {
  readonly path: CutPath;
  readonly format: RenditionFormat;
  /** undefined for a URL without a signature. */
  readonly signed: CutQuery | undefined;
}

/** Returns the URL of a cut at the cached entrypoint, which is never public. */
export function internalCutUrl({ path, format, signed }: CutRequest): string {
  const version = signed === undefined ? 'now' : `${signed.changedAtS}-${signed.box.widthPx}x${signed.box.heightPx}`;
  const { storeHash, gallery, cut, imageId } = path;
  return `https://pictures.internal/cut/${format}/${version}${cutFolder(storeHash, gallery, cut)}${imageId}.any`;
}

/** Parses a URL of `internalCutUrl`. Returns undefined for any other URL. */
export function parseInternalCutUrl(url: string): CutRequest | undefined {
  const match = /^\/cut\/(avif|webp|plain)\/(?:now|(\d+)-(\d+)x(\d+))(\/.+)$/.exec(new URL(url).pathname);
  const path = parseCutPath(match?.[5] ?? '');
  const format = match?.[1];
  if (path === undefined || (format !== 'avif' && format !== 'webp' && format !== 'plain')) return undefined;
  const [changedAtS, width, height] = [match?.[2], match?.[3], match?.[4]];
  if (changedAtS === undefined) return { path, format, signed: undefined };
  const box = { widthPx: Number(width), heightPx: Number(height) };
  return { path, format, signed: { box, changedAtS: Number(changedAtS) } };
}
