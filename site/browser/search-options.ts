import type { Options } from 'minisearch';

/** Something that can be found: a section of a page, or an operation. */
export interface SearchEntry {
  /** Its URL, without the origin. */
  readonly id: string;
  readonly title: string;
  /** The title of its page; empty where the entry is the beginning of the page. */
  readonly page: string;
  readonly text: string;
}

/** How entries are indexed and searched; the index and the pages have to agree. */
export const SEARCH_OPTIONS: Options<SearchEntry> = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page'],
  searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
};
