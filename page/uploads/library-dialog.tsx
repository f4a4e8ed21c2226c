import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LibraryMedia } from 'vitrine-client';
import { ownUrl } from '../api/picture-url.ts';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { FOLDERS, type LibraryFilters } from '../library/library-filters.ts';
import { type MediaList, openMediaList } from '../library/media-list.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Picture } from '../ui/picture.tsx';
import { addSources } from './add-to-gallery.ts';

/** How long after the last letter a search begins, in milliseconds. */
const PAUSE_MS = 250;

/** What is shown before somebody looks for something. */
const EVERYTHING: LibraryFilters = { search: '', folder: undefined, format: undefined, isUnused: false };

interface LibraryDialogProps {
  readonly scope: GalleryScope;
  readonly onClose: () => void;
}

/** The files of the library, to be put on the product, many at once. */
export function LibraryDialog({ scope, onClose }: LibraryDialogProps): JSX.Element {
  const texts = t.value.uploads;
  const [asked, setAsked] = useState(EVERYTHING);
  const [shown, setShown] = useState(EVERYTHING);
  const list = useMemo(() => openMediaList(shown), [shown]);
  const [chosen, setChosen] = useState<ReadonlyMap<number, LibraryMedia>>(new Map());
  useEffect(() => {
    const timer = setTimeout(() => setShown(asked), asked.search === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  useEffect(() => void list.more(), [list]);
  const toggle = (media: LibraryMedia): void => {
    const next = new Map(chosen);
    if (!next.delete(media.id)) next.set(media.id, media);
    setChosen(next);
  };
  const add = (): void => {
    const sources = [...chosen.values()].map(
      ({ id, fileName, urls }) =>
        ({ kind: 'media', mediaId: id, fileName, thumbnailUrl: ownUrl(urls.thumbnail) }) as const,
    );
    addSources(scope, sources, null);
    onClose();
  };
  return (
    <Dialog title={texts.libraryTitle} size="wide" onClose={onClose}>
      <div class="library-filters">
        <label class="field">
          <span>{texts.librarySearch}</span>
          <input
            type="search"
            autoFocus
            value={asked.search}
            onInput={({ currentTarget }) => setAsked({ ...asked, search: currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{texts.libraryFolder}</span>
          <select
            value={asked.folder ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setAsked({ ...asked, folder: FOLDERS.find((each) => each === value) })
            }
          >
            <option value="">{texts.folders.all}</option>
            <option value="general">{texts.folders.general}</option>
            <option value="product">{texts.folders.product}</option>
          </select>
        </label>
      </div>
      <Choice list={list} chosen={chosen} onToggle={toggle} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t.value.common.cancel}
        </button>
        <button type="button" class="button button-primary" disabled={chosen.size === 0} onClick={add}>
          {texts.addCount(chosen.size)}
        </button>
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly list: MediaList;
  readonly chosen: ReadonlyMap<number, LibraryMedia>;
  readonly onToggle: (media: LibraryMedia) => void;
}

function Choice({ list, chosen, onToggle }: ChoiceProps): JSX.Element {
  const texts = t.value.uploads;
  const items = list.items.value;
  return (
    <div class="library-items" tabIndex={0} role="group" aria-label={texts.libraryTitle}>
      {items.map((media) => (
        <label key={media.id} class="library-item">
          <Picture urls={media.urls} srcset={media.srcset} sizes="9rem" alt={media.alt} color={media.color} />
          <span class="library-name">
            <input type="checkbox" checked={chosen.has(media.id)} onChange={() => onToggle(media)} />
            <span>{media.fileName}</span>
          </span>
        </label>
      ))}
      {items.length === 0 && list.isAtEnd.value && <p class="hint">{texts.libraryEmpty}</p>}
      <EndlessEnd list={list} />
    </div>
  );
}
