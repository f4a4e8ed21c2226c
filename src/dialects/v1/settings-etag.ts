import { IfMatch } from '@remix-run/headers/if-match';
import { boundedHeader } from '../../platform/header-text.ts';

/** Returns the ETag of what the settings of a store say: their version. */
export const settingsEtag = (settingsVersion: number): string => `"s-${settingsVersion}"`;

/** Returns the versions that If-Match allows; undefined: any. */
export function allowedSettingsVersions(ifMatch: string | undefined): readonly number[] | undefined {
  const header = boundedHeader(ifMatch);
  if (header === undefined) return ifMatch === undefined ? undefined : [];
  const { tags } = IfMatch.from(header);
  if (tags.includes('*')) return undefined;
  return tags.flatMap((tag) => Number(/^"s-(\d{1,15})"$/.exec(tag)?.[1] ?? Number.NaN)).filter(Number.isInteger);
}
