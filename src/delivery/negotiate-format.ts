import { Accept } from '@remix-run/headers/accept';
import { boundedHeader } from '../platform/header-text.ts';

/** The format of a rendition: a modern one that the client accepts, or `plain`, which every client shows. */
export type RenditionFormat = 'avif' | 'webp' | 'plain';

/**
 * Chooses the format for a client: the one with the highest weight in its Accept header, and of equal ones AVIF before
 * WebP before the plain one (DEL-2). Only a client that names WebP gets it, AVIF likewise. A wildcard does not count for
 * them: programs that know neither format send it. Nor does a header that is longer than any browser's.
 *
 * @param plainType the Content-Type of the plain format.
 */
export function negotiateFormat(
  acceptHeader: string | null,
  plainType: string,
  isAvifEnabled: boolean,
): RenditionFormat {
  const header = boundedHeader(acceptHeader);
  if (header === undefined) return 'plain';
  const named = new Map(Array.from(new Accept(header), ([mediaType, weight]) => [mediaType, weight] as const));
  const plain = named.get(plainType) ?? named.get('image/*') ?? named.get('*/*') ?? 0;
  const webp = named.get('image/webp') ?? 0;
  const avif = isAvifEnabled ? (named.get('image/avif') ?? 0) : 0;
  const best = Math.max(avif, webp, plain);
  if (best === 0) return 'plain';
  if (avif === best) return 'avif';
  return webp === best ? 'webp' : 'plain';
}
