import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { LibraryMedia } from 'vitrine-client';
import { query, replaceQuery } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatBytes } from '../text/format.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { openDialog } from '../ui/dialogs.tsx';
import { Icon } from '../ui/icon.tsx';
import { Picture } from '../ui/picture.tsx';
import { Empty } from '../ui/states.tsx';
import { toast } from '../ui/toasts.tsx';
import { LibraryFilterBar } from './library-filter-bar.tsx';
import { isFiltered, type LibraryFilters, readLibraryFilters, writeLibraryFilters } from './library-filters.ts';
import { MediaDialog } from './media-dialog.tsx';

type MediaList = EndlessList<LibraryMedia>;

/** The files of the store. */
export function LibraryScreen(): JSX.Element {
  const texts = t.value.library;
  const filters = useMemo(() => readLibraryFilters(query.value), [query.value]);
  const list = useMemo(() => openLibrary(filters), [filters]);
  useEffect(() => void list.more(), [list]);
  const media = list.items.value;
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <p class="hint">{texts.intro}</p>
        {session.canWrite.value && <AddFiles list={list} />}
      </header>
      <LibraryFilterBar filters={filters} onChange={(changed) => replaceQuery(writeLibraryFilters(changed))} />
      <ul class="cards">
        {media.map((each) => (
          <MediaCard key={each.id} media={each} list={list} />
        ))}
      </ul>
      {media.length === 0 && list.isAtEnd.value && (
        <Empty icon="library" title={isFiltered(filters) ? texts.nothingFound : texts.none} />
      )}
      <EndlessEnd list={list} />
    </section>
  );
}

const openLibrary = ({ search, folder, format, isUnused }: LibraryFilters): MediaList =>
  new EndlessList<LibraryMedia>(async (cursor) => {
    const unused = isUnused ? 'true' : undefined;
    const filters = { search: search === '' ? undefined : search, folder, format, unused } as const;
    const { value } = await vitrine.media
      .list({ ...filters, cursor, limit: 60 })
      .pages()
      .next();
    return value ?? { items: [], next: null };
  });

function MediaCard({ media, list }: { readonly media: LibraryMedia; readonly list: MediaList }): JSX.Element {
  const texts = t.value.library;
  const { id, fileName, urls, srcset, alt, color, width, height, bytes, uses } = media;
  const open = (): void =>
    openDialog((close) => (
      <MediaDialog
        media={media}
        onClose={close}
        onChange={(changed) => list.update((items) => items.map((each) => (each.id === id ? changed : each)))}
        onDelete={() => list.update((items) => items.filter((each) => each.id !== id))}
      />
    ));
  return (
    <li class="card-place">
      <button type="button" class="card card-button" onClick={open}>
        <span class="card-picture">
          <Picture urls={urls} srcset={srcset} sizes="(max-width: 30rem) 46vw, 15rem" alt={alt} color={color} />
        </span>
        <span class="card-name">{fileName}</span>
        <span class="hint card-line">
          {width} × {height}, {formatBytes(bytes)}, {uses === 0 ? texts.unused : texts.uses(uses)}
        </span>
      </button>
    </li>
  );
}

function AddFiles({ list }: { readonly list: MediaList }): JSX.Element {
  const texts = t.value.library;
  const input = useRef<HTMLInputElement>(null);
  const isBusy = useSignal(false);
  const add = async (files: readonly File[]): Promise<void> => {
    isBusy.value = true;
    let count = 0;
    for (const file of files) {
      const idempotencyKey = crypto.randomUUID();
      const isAdded = await act(
        async () => await call(async () => await vitrine.media.create({ file, folder: 'general' }, { idempotencyKey })),
      );
      if (isAdded) count += 1;
    }
    isBusy.value = false;
    if (count > 0) toast({ text: texts.added(count) });
    await list.restart();
  };
  return (
    <>
      <button
        type="button"
        class="button button-primary"
        disabled={isBusy.value}
        onClick={() => input.current?.click()}
      >
        <Icon name="upload" />
        {texts.add}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={texts.add}
        onChange={({ currentTarget }) => {
          void add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
