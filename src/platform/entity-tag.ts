import { IfNoneMatch } from '@remix-run/headers/if-none-match';
import { boundedHeader } from './header-text.ts';

/**
 * True where an If-None-Match header names `etag`, by weak comparison (RFC 9110, 13.1.2); false without a header, and for one
 * that is too long to be parsed.
 */
export function matchesIfNoneMatch(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch === etag) return true;
  const header = boundedHeader(ifNoneMatch);
  if (header === undefined) return false;
  const { tags } = IfNoneMatch.from(header);
  return tags.some((tag) => tag === '*' || withoutWeakness(tag) === withoutWeakness(etag));
}

const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');
