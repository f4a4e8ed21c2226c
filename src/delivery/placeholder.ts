import type { StoreSettings } from '../model/store.ts';
import type { CutRequest } from './cut-path.ts';
import type { RenditionFormat } from './negotiate-format.ts';
import { containIn, type PictureSize } from './picture-size.ts';
import { effectiveFormat, type RenditionRequest } from './rendition-request.ts';
import { type RenditionDeps, serveRendition } from './renditions.ts';
import { NOT_FOUND_CACHE_CONTROL } from './responses.ts';
import { mediaPath } from './urls.ts';

/** What was asked for of a picture that may be missing. */
export interface MissingPicture {
  readonly storeHash: string;
  readonly format: RenditionFormat;
  readonly isSigned: boolean;
  /** Returns the size that was asked for; undefined where it was no size of a rendition. */
  readonly sizeOf: (settings: StoreSettings) => PictureSize | undefined;
}

/** Returns what a request for a rendition asks for. */
export function missingRendition({ path, format, isSigned }: RenditionRequest): MissingPicture {
  const size = path.size === 'original' ? undefined : path.size;
  return { storeHash: path.storeHash, format, isSigned, sizeOf: () => size };
}

/** Returns what a request for a cut asks for. */
export function missingCut({ path, format, signed }: CutRequest): MissingPicture {
  const { cut, storeHash } = path;
  const sizeOf = ({ cuts }: StoreSettings) => (cut === 'orig' ? undefined : containIn(signed?.box ?? cuts[cut]));
  return { storeHash, format, isSigned: false, sizeOf };
}

/**
 * Shows the store's own picture in place of one that does not exist, in the size that was asked for, where the store has
 * one (DEL-17). The answer stays a 404, which is kept for a short time. Any other answer is returned as it is.
 */
export async function showPlaceholder(
  deps: RenditionDeps,
  { storeHash, format, isSigned, sizeOf }: MissingPicture,
  response: Response,
): Promise<Response> {
  if (response.status !== 404) return response;
  const placeholder = await deps.index.findPlaceholder(storeHash);
  const size = placeholder && sizeOf(placeholder.settings);
  if (placeholder === undefined || size === undefined) return response;
  const path = mediaPath(storeHash, placeholder.media, size);
  const shown = await serveRendition(deps, { path, format: effectiveFormat(path.extension, format), isSigned }, null);
  if (shown.status !== 200) return response;
  const headers = new Headers(shown.headers);
  headers.delete('ETag');
  headers.set('Cache-Control', NOT_FOUND_CACHE_CONTROL);
  return new Response(shown.body, { status: 404, headers });
}
