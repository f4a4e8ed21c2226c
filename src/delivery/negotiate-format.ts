import { Accept } from '@remix-run/headers/accept';
import { boundedHeader } from '../platform/header-text.ts';

/** The format of a rendition: a modern one that the client accepts, or `plain`, which every client shows. */
export type RenditionFormat = 'avif' | 'webp' | 'plain';

/**
 * Chooses the format for a client. Only a client that names WebP in its Accept header gets it (AVIF likewise, when the
 * service makes AVIF). A wildcard does not count: programs that know neither format send it. Nor does a header that is
 * longer than any browser's.
 */
export function negotiateFormat(acceptHeader: string | null, isAvifEnabled: boolean): RenditionFormat {
  const header = boundedHeader(acceptHeader);
  if (header === undefined) return 'plain';
  const named = new Map(Array.from(new Accept(header), ([mediaType, weight]) => [mediaType, weight] as const));
  if (isAvifEnabled && (named.get('image/avif') ?? 0) > 0) return 'avif';
  return (named.get('image/webp') ?? 0) > 0 ? 'webp' : 'plain';
}
