import type { JSX } from 'preact';
import type { ListedProduct } from 'vitrine-client';
import { productAddress } from '../address.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { Picture } from '../ui/picture.tsx';
import { productName } from './product-name.ts';

/** How wide a card's picture is laid out: two in a row on a phone. */
const SIZES = '(max-width: 30rem) 46vw, 15rem';

/** A product: its main picture, how many there are, and what is wrong with them. */
export function ProductCard({ product }: { readonly product: ListedProduct }): JSX.Element {
  const { cover, imageCount, problems } = product;
  const name = productName(product);
  const texts = t.value.products;
  return (
    <li class="card-place">
      <Link class="card" href={productAddress(name)}>
        <span class="card-picture">
          {cover === null ? (
            <Icon name="picture" />
          ) : (
            <Picture urls={cover.urls} srcset={cover.srcset} sizes={SIZES} alt="" color={cover.color} />
          )}
        </span>
        <span class="card-name">{texts.product(name)}</span>
        <span class="card-count">{texts.images(imageCount)}</span>
        {problems.length > 0 && (
          <span class="card-problems">
            {problems.map((problem) => (
              <span key={problem} class="badge badge-warning">
                {texts.problems[problem]}
              </span>
            ))}
          </span>
        )}
      </Link>
    </li>
  );
}
