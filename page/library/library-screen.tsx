import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { LibraryMedia } from 'vitrine-client';
import { query, replaceQuery } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { listen } from '../api/live-events.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { useReturn } from '../lists/use-return.ts';
import { formatBytes } from '../text/format.ts';
import { t } from '../text/language.ts';
import { openDialog } from '../ui/dialogs.tsx';
import { Picture } from '../ui/picture.tsx';
import { Empty } from '../ui/states.tsx';
import { AddFiles } from './add-files.tsx';
import { addedMedia, noteMediaChange, noteMediaDeletion } from './added-media.ts';
import { LibraryFilterBar } from './library-filter-bar.tsx';
import { isFiltered, readLibraryFilters, writeLibraryFilters } from './library-filters.ts';
import { MediaDialog } from './media-dialog.tsx';
import { type MediaList, openMediaList } from './media-list.ts';

/** The files of the store. */
export function LibraryScreen(): JSX.Element {
  const texts = t.value.library;
  const filters = useMemo(() => readLibraryFilters(query.value), [query.value]);
  const list = useMemo(() => openMediaList(filters), [filters]);
  useEffect(() => {
    void list.more();
    const follower = followLibrary(list);
    return () => follower.stop();
  }, [list]);
  useReturn(list);
  const isJustAdded = addedMedia.value.length > 0 && !isFiltered(filters);
  const addedIds = isJustAdded ? new Set(addedMedia.value.map(({ id }) => id)) : undefined;
  const media = list.items.value.filter(({ id }) => addedIds?.has(id) !== true);
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        <p class="hint">{texts.intro}</p>
        {session.canWrite.value && <AddFiles />}
      </header>
      <LibraryFilterBar filters={filters} onChange={(changed) => replaceQuery(writeLibraryFilters(changed))} />
      {isJustAdded && (
        <>
          <h2 class="cards-heading">{texts.justAdded}</h2>
          <ul class="cards cards-new" aria-label={texts.justAdded}>
            {addedMedia.value.map((each) => (
              <MediaCard key={each.id} media={each} list={list} />
            ))}
          </ul>
        </>
      )}
      <ul class="cards" aria-label={texts.title}>
        {media.map((each) => (
          <MediaCard key={each.id} media={each} list={list} />
        ))}
      </ul>
      {media.length === 0 && !isJustAdded && list.isAtEnd.value && (
        <Empty icon="library" title={isFiltered(filters) ? texts.nothingFound : texts.none} />
      )}
      <EndlessEnd list={list} />
    </section>
  );
}

/** Keeps the files of a list at what happens to them. New ones come at its end, where they are found by reading on. */
const followLibrary = (list: MediaList): { readonly stop: () => void } =>
  listen({
    onEvent: ({ type, data }) => {
      const id = 'mediaId' in data ? data.mediaId : undefined;
      if (type === 'media.updated') void readAgain(list, id).catch(() => undefined);
      if (type === 'media.deleted') list.update((items) => items.filter((each) => each.id !== id));
    },
    onGap: () => undefined,
  });

async function readAgain(list: MediaList, id: unknown): Promise<void> {
  const known = list.items.peek().find((each) => each.id === id);
  if (known === undefined) return;
  const media = await call(async () => await vitrine.media.get(known.id));
  list.update((items) => items.map((each) => (each.id === media.id ? media : each)));
}

function MediaCard({ media, list }: { readonly media: LibraryMedia; readonly list: MediaList }): JSX.Element {
  const texts = t.value.library;
  const { id, fileName, urls, srcset, alt, color, width, height, bytes, uses } = media;
  const open = (): void =>
    openDialog((close) => (
      <MediaDialog
        media={media}
        onClose={close}
        onChange={(changed) => {
          noteMediaChange(changed);
          list.update((items) => items.map((each) => (each.id === id ? changed : each)));
        }}
        onDelete={() => {
          noteMediaDeletion(id);
          list.update((items) => items.filter((each) => each.id !== id));
        }}
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
          {width} × {height}, {formatBytes(bytes)}
          <br />
          {uses === 0 ? texts.unused : texts.uses(uses)}
        </span>
      </button>
    </li>
  );
}
