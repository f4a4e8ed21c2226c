import { IfNoneMatch } from '@remix-run/headers/if-none-match';

/** True where an If-None-Match header names `etag`, by weak comparison (RFC 9110, 13.1.2); false without a header. */
export function matchesIfNoneMatch(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const { tags } = IfNoneMatch.from(ifNoneMatch);
  return tags.some((tag) => tag === '*' || withoutWeakness(tag) === withoutWeakness(etag));
}

const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');
