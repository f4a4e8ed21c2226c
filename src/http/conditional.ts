import { IfMatch } from '@remix-run/headers/if-match';
import type { Store } from '../model/store.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import { boundedHeader } from '../platform/header-text.ts';

/**
 * Returns the ETag of a product's lists. It contains the product's version and the version of the store's settings,
 * which the sizes in the listed URLs depend on. A list in XML is another representation and has another ETag, by
 * `form`.
 */
export function listEtag(productVersion: number, store: Store, form: '' | 'xml' = ''): string {
  return `"v${productVersion}.${store.settingsVersion}${form}"`;
}

/** Returns the ETag of a product in Vitrine's own API, which is another representation than those of the other APIs. */
export function productEtag(productVersion: number, store: Store): string {
  return `"v-${productVersion}.${store.settingsVersion}"`;
}

/** True where If-None-Match names `etag`, so that the answer is 304. */
export function isNotModified(request: Headers, etag: string): boolean {
  return matchesIfNoneMatch(request.get('If-None-Match'), etag);
}

/**
 * Returns the product versions that If-Match allows; undefined where the header is missing or allows any version. An
 * ETag of other settings than the store's names none, for it is the ETag of another list. The ETags of all APIs name
 * the same versions. A header that is too long to be parsed allows none.
 */
export function allowedVersions(request: Headers, { settingsVersion }: Store): readonly number[] | undefined {
  const written = request.get('If-Match');
  if (written === null) return undefined;
  const header = boundedHeader(written);
  if (header === undefined) return [];
  const { tags } = IfMatch.from(header);
  if (tags.includes('*')) return undefined;
  return tags.flatMap((tag) => {
    const [, version, ofSettings] = /^"v-?(\d{1,15})\.(\d{1,15})(?:xml)?"$/.exec(tag) ?? [];
    return version !== undefined && Number(ofSettings) === settingsVersion ? Number(version) : [];
  });
}

/**
 * Returns the time for Last-Modified, in unix seconds. Undefined until a full second has passed since the change,
 * because another change in the same second would have the same time (BC2-25).
 */
export function lastModifiedSeconds(changedAtMs: number | undefined, nowMs: number): number | undefined {
  if (changedAtMs === undefined || nowMs - changedAtMs < 1000) return undefined;
  return Math.floor(changedAtMs / 1000);
}

/** True where If-Modified-Since names `modifiedSeconds` or a later time, so that the answer is 304. */
export function isUnmodifiedSince(request: Headers, modifiedSeconds: number | undefined): boolean {
  const header = request.get('If-Modified-Since');
  if (header === null || modifiedSeconds === undefined) return false;
  return Date.parse(header) >= modifiedSeconds * 1000;
}
