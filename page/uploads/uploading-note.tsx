import type { JSX } from 'preact';
import { productAddress } from '../address.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { underWay } from './under-way.ts';

/** Says at the top of the page how many files are on their way, and leads to their product. */
export function UploadingNote(): JSX.Element | null {
  const [first, ...others] = underWay.value;
  if (first === undefined) return null;
  const count = [first, ...others].reduce((sum, each) => sum + each.count.value, 0);
  return (
    <Link class="uploading-note" href={productAddress(first.product)}>
      <Icon name="upload" />
      {t.value.uploads.uploading(count)}
    </Link>
  );
}
