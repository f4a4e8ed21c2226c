import { useComputed, useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { TrashedImage } from 'vitrine-client';
import { productAddress, query } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeProblem } from '../api/failure.ts';
import { session } from '../api/session.ts';
import { storeSettings } from '../api/store-facts.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { useReturn } from '../lists/use-return.ts';
import { describeActor } from '../text/actor.ts';
import { formatAgo, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { confirm } from '../ui/confirm.tsx';
import { Link } from '../ui/link.tsx';
import { Empty } from '../ui/states.tsx';
import { toast } from '../ui/toasts.tsx';
import { TrashedPicture } from './trashed-picture.tsx';

/** The most images that one request brings back or removes. */
const MAX_AT_ONCE = 250;

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

type TrashList = EndlessList<TrashedImage>;

const openTrash = (product: string | undefined): TrashList =>
  new EndlessList<TrashedImage>(async (cursor) => {
    const { value } = await vitrine.trash.list({ product, cursor, limit: 100 }).pages().next();
    return value ?? { items: [], next: null };
  });

interface Selected {
  readonly list: TrashList;
  readonly selected: Signal<ReadonlySet<number>>;
}

function TrashRow({ image, list, selected }: Selected & { readonly image: TrashedImage }): JSX.Element {
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

/** What can be done with all that is shown, or with what is selected. Only the whole trash can be emptied. */
function TrashActions({ list, selected, isWhole }: Selected & { readonly isWhole: boolean }): JSX.Element {
  const texts = t.value.trash;
  const ids = [...selected.value];
  if (ids.length === 0) {
    return (
      <div class="screen-actions">
        <button
          type="button"
          class="button"
          onClick={() => (selected.value = new Set(list.items.value.map(({ imageId }) => imageId)))}
        >
          {texts.selectAll}
        </button>
        {isWhole && (
          <button
            type="button"
            class="button button-danger"
            onClick={() =>
              confirm({
                title: texts.empty,
                text: texts.emptyConfirm,
                action: texts.empty,
                onConfirm: () => void removeForGood(list, selected, undefined),
              })
            }
          >
            {texts.empty}
          </button>
        )}
      </div>
    );
  }
  return (
    <div class="screen-actions">
      <button type="button" class="button button-primary" onClick={() => void restore(list, selected, ids)}>
        {texts.restoreSelected(ids.length)}
      </button>
      <button
        type="button"
        class="button button-danger"
        onClick={() =>
          confirm({
            title: texts.removeSelected(ids.length),
            text: texts.removeConfirm(ids.length),
            action: texts.removeSelected(ids.length),
            onConfirm: () => void removeForGood(list, selected, ids),
          })
        }
      >
        {texts.removeSelected(ids.length)}
      </button>
      <button type="button" class="button" onClick={() => (selected.value = new Set())}>
        {texts.selectNone}
      </button>
    </div>
  );
}

/** Brings images back, and says of those that cannot come back why. */
async function restore(list: TrashList, selected: Selected['selected'], ids: readonly number[]): Promise<void> {
  await act(async () => {
    for (let from = 0; from < ids.length; from += MAX_AT_ONCE) {
      const idempotencyKey = crypto.randomUUID();
      const named = ids.slice(from, from + MAX_AT_ONCE);
      const { results } = await call(async () => await vitrine.trash.restore(named, { idempotencyKey }));
      const back = new Set(results.filter(({ problem }) => problem === undefined).map(({ imageId }) => imageId));
      forget(list, selected, back);
      if (back.size > 0) toast({ text: t.value.trash.restored(back.size) });
      const problem = results.find((result) => result.problem !== undefined)?.problem;
      if (problem) toast({ kind: 'failure', text: describeProblem(problem) });
    }
  });
}

/** Removes images for good: those that are named, or all. */
async function removeForGood(
  list: TrashList,
  selected: Selected['selected'],
  ids: readonly number[] | undefined,
): Promise<void> {
  const isDone = await act(async () => {
    let count = 0;
    for (let isMore = true; isMore;) {
      const idempotencyKey = crypto.randomUUID();
      const { emptied, left } = await call(async () => await vitrine.trash.empty({ ids }, { idempotencyKey }));
      count += emptied;
      isMore = ids === undefined && left > 0 && emptied > 0;
    }
    toast({ text: t.value.trash.emptied(count) });
  });
  if (isDone) forget(list, selected, new Set(ids));
  await list.restart();
}

function forget(list: TrashList, selected: Selected['selected'], gone: ReadonlySet<number>): void {
  list.update((items) => items.filter(({ imageId }) => !gone.has(imageId)));
  selected.value = new Set([...selected.value].filter((id) => !gone.has(id)));
}
