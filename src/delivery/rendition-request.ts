import type { RenditionFormat } from './negotiate-format.ts';
import { formatPicturePath, parsePicturePath, type PicturePath } from './picture-path.ts';

/**
 * A request for a rendition to the cached entrypoint. The gateway has checked the signature and negotiated the format.
 */
export interface RenditionRequest {
  readonly path: PicturePath;
  readonly format: RenditionFormat;
  /** The URL was signed. Without a signature only sizes of the store and widths of the ladder are served. */
  readonly isSigned: boolean;
}

/**
 * Returns the format of the rendition that is stored. A WebP original is delivered as WebP to every client, so that all
 * clients share one rendition.
 */
export function effectiveFormat(extension: string, format: RenditionFormat): RenditionFormat {
  return extension === 'webp' && format === 'plain' ? 'webp' : format;
}

/**
 * Returns the URL of a rendition at the cached entrypoint, which is never public. Everything that the answer depends on
 * is in its path, because the path is the key of the edge cache.
 */
export function internalRenditionUrl({ path, format, isSigned }: RenditionRequest): string {
  return `https://pictures.internal/${isSigned ? 'signed' : 'open'}/${format}${formatPicturePath(path)}`;
}

/** Parses a URL of `internalRenditionUrl`. Returns undefined for any other URL. */
export function parseInternalRenditionUrl(url: string): RenditionRequest | undefined {
  const match = /^\/(signed|open)\/(avif|webp|plain)(\/.+)$/.exec(new URL(url).pathname);
  const path = parsePicturePath(match?.[3] ?? '');
  const format = match?.[2];
  if (path === undefined || (format !== 'avif' && format !== 'webp' && format !== 'plain')) return undefined;
  return { path, format, isSigned: match?.[1] === 'signed' };
}
