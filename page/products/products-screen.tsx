import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { navigate, productAddress, query } from '../address.ts';
import { storeLanguages, storeSettings } from '../api/store-facts.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { useReturn } from '../lists/use-return.ts';
import { t } from '../text/language.ts';
import { Link } from '../ui/link.tsx';
import { Empty } from '../ui/states.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, isFiltered, namedProduct, readFilters } from './filters.ts';
import { ProductCard } from './product-card.tsx';
import { openProductList } from './product-list.ts';

/** The products of the store with their pictures. */
export function ProductsScreen(): JSX.Element {
  const texts = t.value.products;
  const filters = useMemo(() => readFilters(query.value), [query.value]);
  const list = useMemo(() => openProductList(filters), [filters]);
  useEffect(() => {
    // The languages only add filters: without them, the others work.
    void storeSettings.read();
  }, []);
  useReturn(list);
  const products = list.items.value;
  const isEmpty = products.length === 0 && list.isAtEnd.value;
  return (
    <>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <OpenProduct />
      </header>
      <FilterBar filters={filters} languages={storeLanguages.value} />
      <section aria-label={texts.title}>
        <ul class="cards">
          {products.map((product) => (
            <ProductCard key={product.guid} product={product} />
          ))}
        </ul>
        {isEmpty && <NoProducts filters={filters} />}
        <EndlessEnd list={list} />
      </section>
    </>
  );
}

/** What is shown where no product is: why, and what to do. */
function NoProducts({ filters }: { readonly filters: Filters }): JSX.Element {
  const texts = t.value.products;
  const named = namedProduct(filters);
  if (named !== undefined) {
    return (
      <Empty icon="picture" title={texts.unseen(named)}>
        <Link class="button button-primary" href={productAddress(named)}>
          {texts.open(named)}
        </Link>
      </Empty>
    );
  }
  if (isFiltered(filters)) {
    return (
      <Empty icon="search" title={texts.nothingFound}>
        <Link class="button" href="/admin/">
          {texts.showAll}
        </Link>
      </Empty>
    );
  }
  return (
    <Empty icon="picture" title={texts.none}>
      <p>{texts.noneHint}</p>
    </Empty>
  );
}

const wanted = signal('');

/** Opens a product by its number, whether or not it has pictures yet. */
function OpenProduct(): JSX.Element {
  const texts = t.value.products;
  return (
    <form
      class="open-product"
      onSubmit={(event) => {
        event.preventDefault();
        const product = wanted.value.trim();
        wanted.value = '';
        if (product !== '') navigate(productAddress(product));
      }}
    >
      <input
        aria-label={texts.number}
        placeholder={texts.numberHint}
        inputMode="numeric"
        required
        pattern="\s*([1-9][0-9]*|[0-9a-fA-F\-]{36})\s*"
        title={texts.numberRule}
        value={wanted}
        onInput={({ currentTarget }) => (wanted.value = currentTarget.value)}
      />
      <button type="submit" class="button">
        {texts.openByNumber}
      </button>
    </form>
  );
}
