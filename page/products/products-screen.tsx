import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ListedProduct } from 'vitrine-client';
import { productAddress } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { t } from '../text/language.ts';
import { Link } from '../ui/link.tsx';
import { Picture } from '../ui/picture.tsx';

const products = signal<readonly ListedProduct[]>([]);

/** The products of the store with their pictures. */
export function ProductsScreen(): JSX.Element {
  const texts = t.value.products;
  useEffect(() => {
    void call(async () => await vitrine.products.list({ order: '-changedAt' }).pages().next()).then(({ value }) => {
      products.value = value?.items ?? [];
    });
  }, []);
  return (
    <section aria-label={texts.title}>
      <h1>{texts.title}</h1>
      <ul class="cards">
        {products.value.map(({ id, guid, cover, imageCount }) => (
          <li key={guid}>
            <Link class="card" href={productAddress(id ?? guid)}>
              {cover && <Picture urls={cover.urls} srcset={cover.srcset} sizes="12rem" alt="" color={cover.color} />}
              <span>{id ?? guid}</span>
              <span>{texts.images(imageCount)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
