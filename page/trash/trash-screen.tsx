import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { TrashedImage } from 'vitrine-client';
import { productAddress, query } from '../address.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { storeSettings } from '../api/store-facts.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { useReturn } from '../lists/use-return.ts';
import { describeActor } from '../text/actor.ts';
import { formatAgo, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { Link } from '../ui/link.tsx';
import { Empty } from '../ui/states.tsx';
import { restore, type TrashList, type TrashSelection } from './empty-trash.ts';
import { TrashActions } from './trash-actions.tsx';
import { TrashedPicture } from './trashed-picture.tsx';

/** What was deleted and can come back: of the store, or of the product that the address names. */
export function TrashScreen(): JSX.Element {
  const texts = t.value.trash;
  const product = new URLSearchParams(query.value).get('product') ?? undefined;
  const selected = useSignal<ReadonlySet<number>>(new Set());
  const list = useMemo(() => openTrash(product), [product]);
  useEffect(() => {
    selected.value = new Set();
    void list.more();
    void storeSettings.read();
  }, [list]);
  useReturn(list);
  const images = list.items.value;
  const days = storeSettings.value.value?.trashDays;
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        {days !== undefined && <p class="hint">{texts.intro(days)}</p>}
        {session.canWrite.value && images.length > 0 && (
          <TrashActions list={list} selected={selected} isWhole={product === undefined} />
        )}
      </header>
      {product !== undefined && (
        <p class="hint">
          {texts.ofProduct(product)} – <Link href="/admin/trash">{texts.showAll}</Link>
        </p>
      )}
      <ul class="rows">
        {images.map((image) => (
          <TrashRow key={image.imageId} image={image} list={list} selected={selected} />
        ))}
      </ul>
      {images.length === 0 && list.isAtEnd.value && <Empty icon="trash" title={texts.none} />}
      <EndlessEnd list={list} />
    </section>
  );
}

const openTrash = (product: string | undefined): TrashList =>
  new EndlessList<TrashedImage>(async (cursor) => {
    const { value } = await vitrine.trash.list({ product, cursor, limit: 100 }).pages().next();
    return value ?? { items: [], next: null };
  });

function TrashRow({ image, list, selected }: TrashSelection & { readonly image: TrashedImage }): JSX.Element {
  const texts = t.value.trash;
  const { imageId, productId, fileName, alt, deletedAt, goneAt, by } = image;
  const isSelected = useComputed(() => selected.value.has(imageId));
  const toggle = (): void => {
    const ids = new Set(selected.value);
    if (!ids.delete(imageId)) ids.add(imageId);
    selected.value = ids;
  };
  return (
    <li class="row">
      {session.canWrite.value && (
        <input type="checkbox" aria-label={texts.select(fileName)} checked={isSelected.value} onChange={toggle} />
      )}
      <TrashedPicture image={image} />
      <div class="row-text">
        <strong>{fileName}</strong>{' '}
        <Link href={productAddress(productId)}>{t.value.products.product(String(productId))}</Link>
        {alt !== '' && <div dir="auto">{alt}</div>}
        <div class="hint">
          {texts.deleted(formatAgo(deletedAt), describeActor(by))}. {texts.gone(formatTime(goneAt))}.
        </div>
      </div>
      {session.canWrite.value && (
        <button
          type="button"
          class="button"
          aria-label={texts.restoreNamed(fileName)}
          onClick={() => void restore(list, selected, [imageId])}
        >
          {texts.restore}
        </button>
      )}
    </li>
  );
}
