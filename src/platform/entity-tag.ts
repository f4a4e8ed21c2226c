import { IfNoneMatch } from '@remix-run/headers/if-none-match';

/** True where an If-None-Match header names `etag`; weak comparison, as RFC 9110 (13.1.2) asks for reads. */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const { tags } = IfNoneMatch.from(ifNoneMatch);
  return tags.some((tag) => tag === '*' || withoutWeakness(tag) === withoutWeakness(etag));
}

const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');
