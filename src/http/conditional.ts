import { IfMatch } from '@remix-run/headers/if-match';
import type { Store } from '../model/store.ts';
import { isKnown } from '../platform/entity-tag.ts';

/**
 * The ETag of a product's lists: its version, and the version of the store's settings, for those decide the sizes in
 * the URLs that a list shows. The same list in another form is another representation: `form` tells them apart.
 */
export function listEtag(productVersion: number, store: Store, form: '' | 'xml' = ''): string {
  return `"v${productVersion}.${store.settingsVersion}${form}"`;
}

/** True where the client has what `etag` names. */
export function isNotModified(request: Headers, etag: string): boolean {
  return isKnown(request.get('If-None-Match'), etag);
}

/** The product versions that If-Match allows; undefined where there is no such header, or it allows any. */
export function allowedVersions(request: Headers): readonly number[] | undefined {
  const header = request.get('If-Match');
  if (header === null) return undefined;
  const { tags } = IfMatch.from(header);
  if (tags.includes('*')) return undefined;
  return tags.flatMap((tag) => {
    const version = /^"v(\d{1,15})\.\d+(?:xml)?"$/.exec(tag)?.[1];
    return version === undefined ? [] : Number(version);
  });
}

/**
 * The time for Last-Modified, in whole seconds since 1970; undefined until a full second has passed since the change,
 * for another change in that second would look the same (BC2-25).
 */
export function lastModifiedSeconds(changedAtMs: number | undefined, nowMs: number): number | undefined {
  if (changedAtMs === undefined || nowMs - changedAtMs < 1000) return undefined;
  return Math.floor(changedAtMs / 1000);
}

/** True where If-Modified-Since names that time or a later one. */
export function isUnmodifiedSince(request: Headers, modifiedSeconds: number | undefined): boolean {
  const header = request.get('If-Modified-Since');
  if (header === null || modifiedSeconds === undefined) return false;
  return Date.parse(header) >= modifiedSeconds * 1000;
}
