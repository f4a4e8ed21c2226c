import type { Box, StoreSettings } from '../model/store.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import { formatPicturePath, parsePicturePath, type PicturePath } from './picture-path.ts';

/** What the gateway has settled, and the cached entrypoint may rely on. */
export interface RenditionRequest {
  readonly path: PicturePath;
  readonly format: RenditionFormat;
  /** The size was signed for; without it only presets are made. */
  readonly isSigned: boolean;
}

/** A WebP original is WebP to everyone, so both kinds of client share one rendition. */
export function effectiveFormat(extension: string, format: RenditionFormat): RenditionFormat {
  return extension === 'webp' && format === 'plain' ? 'webp' : format;
}

/**
 * The address of a rendition inside the service. All that the answer depends on is in its path, for that is the
 * key of the edge cache.
 */
export function internalRenditionUrl({ path, format, isSigned }: RenditionRequest): string {
  return `https://pictures.internal/${isSigned ? 'signed' : 'preset'}/${format}${formatPicturePath(path)}`;
}

/** Reads what `renditionUrl` wrote. */
export function parseInternalRenditionUrl(url: string): RenditionRequest | undefined {
  const match = /^\/(signed|preset)\/(avif|webp|plain)(\/.+)$/.exec(new URL(url).pathname);
  const path = parsePicturePath(match?.[3] ?? '');
  const format = match?.[2];
  if (path === undefined || (format !== 'avif' && format !== 'webp' && format !== 'plain')) return undefined;
  return { path, format, isSigned: match?.[1] === 'signed' };
}

/** True where `size` is one of the store's presets, which need no signature. */
export function isPreset(settings: StoreSettings, size: Box): boolean {
  return Object.values(settings.presets).some(
    (preset) => preset.widthPx === size.widthPx && preset.heightPx === size.heightPx,
  );
}
