import type { JSX } from 'preact';
import { replaceQuery } from '../address.ts';
import { t } from '../text/language.ts';
import { languageName } from '../text/language-name.ts';
import { SearchField } from '../ui/search-field.tsx';
import { type Filters, PRODUCT_PROBLEMS, writeFilters } from './filters.ts';

interface FilterBarProps {
  readonly filters: Filters;
  /** The languages of the store's texts, the default first. */
  readonly languages: readonly string[];
}

const show = (filters: Filters): void => replaceQuery(writeFilters(filters));

/** What of the list is shown, and in which order. All of it stands in the address. */
export function FilterBar({ filters, languages }: FilterBarProps): JSX.Element {
  const texts = t.value.products;
  return (
    <div class="filters" role="search" aria-label={texts.filters}>
      <SearchField
        label={texts.search}
        hint={texts.searchHint}
        value={filters.search}
        onSearch={(search) => show({ ...filters, search })}
      />
      <div class="filter-chips" role="group" aria-label={texts.problemsLabel}>
        {PRODUCT_PROBLEMS.map((problem) => (
          <button
            key={problem}
            type="button"
            class="chip"
            aria-pressed={filters.problem === problem}
            onClick={() => show({ ...filters, problem: filters.problem === problem ? undefined : problem })}
          >
            {texts.problems[problem]}
          </button>
        ))}
        {languages.slice(1).map((language) => (
          <button
            key={language}
            type="button"
            class="chip"
            aria-pressed={filters.missingAlt === language}
            onClick={() => show({ ...filters, missingAlt: filters.missingAlt === language ? undefined : language })}
          >
            {texts.missingIn(languageName(language))}
          </button>
        ))}
      </div>
      <select
        class="filter-order"
        aria-label={texts.order}
        value={filters.order}
        onChange={({ currentTarget: { value } }) => show({ ...filters, order: value === 'id' ? 'id' : '-changedAt' })}
      >
        <option value="-changedAt">{texts.orders.changed}</option>
        <option value="id">{texts.orders.number}</option>
      </select>
    </div>
  );
}
