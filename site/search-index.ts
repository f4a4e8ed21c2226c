import MiniSearch from 'minisearch';
import { toText } from './html.ts';
import type { Operation } from './operations.ts';
import { SEARCH_OPTIONS, type SearchEntry } from './browser/search-options.ts';

/** Returns an entry for each section of a page: what stands before its first heading, and then each heading's. */
export function toEntries(page: {
  readonly url: string;
  readonly title: string;
  readonly html: string;
}): SearchEntry[] {
  const parts = page.html.split(/(?=<h[23] id=|<section class="problem")/);
  return parts.flatMap((part) => {
    const id = /^<(?:h[23]|section)[^>]* id="([^"]+)"/.exec(part)?.[1];
    const heading = toText(/<h[23][^>]*>(.*?)<\/h[23]>/s.exec(part)?.[1] ?? '');
    const text = toText(part.replace(/<h[23].*?<\/h[23]>/s, ' '))
      .replace(/\s+/g, ' ')
      .trim();
    if (id !== undefined) return [{ id: `${page.url}#${id}`, title: heading, page: page.title, text }];
    return text === '' ? [] : [{ id: page.url, title: page.title, page: '', text }];
  });
}

/** Returns the entry of an operation. */
export const toOperationEntry = (referenceUrl: string, api: string, operation: Operation): SearchEntry => ({
  id: `${referenceUrl}#${operation.fragment}`,
  title: `${operation.method} ${operation.path}`,
  page: api,
  text: `${operation.summary} ${operation.description}`.trim(),
});

/** Returns the index over all entries as the JSON that the search of the pages loads. */
export function toSearchIndex(entries: readonly SearchEntry[]): string {
  const index = new MiniSearch<SearchEntry>(SEARCH_OPTIONS);
  index.addAll(entries);
  return JSON.stringify(index);
}
