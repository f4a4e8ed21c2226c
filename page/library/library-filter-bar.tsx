import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { SearchField } from '../ui/search-field.tsx';
import { FOLDERS, FORMATS, type LibraryFilters } from './library-filters.ts';

interface LibraryFilterBarProps {
  readonly filters: LibraryFilters;
  readonly onChange: (filters: LibraryFilters) => void;
}

/** Which files are shown. */
export function LibraryFilterBar({ filters, onChange }: LibraryFilterBarProps): JSX.Element {
  const texts = t.value.library;
  return (
    <div class="filters" role="search" aria-label={texts.search}>
      <SearchField
        label={texts.search}
        hint={texts.searchHint}
        value={filters.search}
        onSearch={(search) => onChange({ ...filters, search })}
      />
      <select
        class="filter-select"
        aria-label={texts.folder}
        value={filters.folder ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filters, folder: FOLDERS.find((each) => each === value) })
        }
      >
        <option value="">{texts.folders.all}</option>
        {FOLDERS.map((folder) => (
          <option key={folder} value={folder}>
            {texts.folders[folder]}
          </option>
        ))}
      </select>
      <select
        class="filter-select"
        aria-label={texts.format}
        value={filters.format ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filters, format: FORMATS.find((each) => each === value) })
        }
      >
        <option value="">{texts.formats}</option>
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {format.toUpperCase()}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="chip"
        aria-pressed={filters.isUnused}
        onClick={() => onChange({ ...filters, isUnused: !filters.isUnused })}
      >
        {texts.unused}
      </button>
    </div>
  );
}
