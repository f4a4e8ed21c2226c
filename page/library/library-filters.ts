import type { LibraryMedia } from 'vitrine-client';

/** Which files of the library are shown. */
export interface LibraryFilters {
  readonly search: string;
  readonly folder: LibraryMedia['folder'] | undefined;
  readonly format: LibraryMedia['format'] | undefined;
  readonly isUnused: boolean;
}

export const FOLDERS: readonly LibraryMedia['folder'][] = ['general', 'product'];

export const FORMATS: readonly LibraryMedia['format'][] = ['jpeg', 'png', 'webp', 'gif', 'bmp', 'wbmp', 'xbm'];

/** Reads the filters from the query of the address. */
export function readLibraryFilters(query: string): LibraryFilters {
  const parameters = new URLSearchParams(query);
  return {
    search: parameters.get('search')?.trim() ?? '',
    folder: FOLDERS.find((each) => each === parameters.get('folder')),
    format: FORMATS.find((each) => each === parameters.get('format')),
    isUnused: parameters.get('unused') === 'true',
  };
}

/** Writes filters as a query of the address. */
export function writeLibraryFilters({ search, folder, format, isUnused }: LibraryFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  if (folder !== undefined) parameters.set('folder', folder);
  if (format !== undefined) parameters.set('format', format);
  if (isUnused) parameters.set('unused', 'true');
  return parameters;
}

/** Whether anything is left out. */
export const isFiltered = ({ search, folder, format, isUnused }: LibraryFilters): boolean =>
  search !== '' || folder !== undefined || format !== undefined || isUnused;
