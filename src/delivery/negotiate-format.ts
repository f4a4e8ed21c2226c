import { Accept } from '@remix-run/headers/accept';

/** What a rendition may be made as: a modern format that the client asked for, or what any client shows. */
export type RenditionFormat = 'avif' | 'webp' | 'plain';

/**
 * Which format a client gets. Only a client that names WebP (or AVIF, where the service makes it) gets it: `*` is what
 * programs send that know nothing of either.
 */
export function negotiateFormat(acceptHeader: string | null, isAvifEnabled: boolean): RenditionFormat {
  if (acceptHeader === null) return 'plain';
  const named = new Map(Array.from(new Accept(acceptHeader), ([mediaType, weight]) => [mediaType, weight] as const));
  if (isAvifEnabled && (named.get('image/avif') ?? 0) > 0) return 'avif';
  return (named.get('image/webp') ?? 0) > 0 ? 'webp' : 'plain';
}
