import { IfMatch } from '@remix-run/headers/if-match';
import type { Store } from '../model/model.ts';
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
