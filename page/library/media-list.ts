import type { LibraryMedia } from 'vitrine-client';
import { vitrine } from '../api/client.ts';
import { EndlessList } from '../lists/endless-list.ts';
import type { LibraryFilters } from './library-filters.ts';

/** Files of the library, as far as they were read. */
export type MediaList = EndlessList<LibraryMedia>;

/** Returns the list of the files that filters leave. Nothing is read until somebody asks for more. */
export const openMediaList = ({ search, folder, format, isUnused }: LibraryFilters): MediaList =>
  new EndlessList<LibraryMedia>(async (cursor) => {
    const unused = isUnused ? 'true' : undefined;
    const filters = { search: search === '' ? undefined : search, folder, format, unused } as const;
    const { value } = await vitrine.media
      .list({ ...filters, cursor, limit: 60 })
      .pages()
      .next();
    return value ?? { items: [], next: null };
  });
