import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { replaceQuery } from '../address.ts';
import { t } from '../text/language.ts';
import { languageName } from '../text/language-name.ts';
import { Icon } from '../ui/icon.tsx';
import { type Filters, PRODUCT_PROBLEMS, writeFilters } from './filters.ts';

/** How long somebody pauses before what they have typed is looked for. */
const TYPING_PAUSE_MS = 250;

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
      <SearchField filters={filters} />
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

function SearchField({ filters }: { readonly filters: Filters }): JSX.Element {
  const texts = t.value.products;
  const typed = useSignal(filters.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (): void => {
    clearTimeout(timer.current);
    show({ ...filters, search: typed.value });
  };
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label={texts.search}
        placeholder={texts.searchHint}
        value={typed}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(search, TYPING_PAUSE_MS);
        }}
      />
    </form>
  );
}
