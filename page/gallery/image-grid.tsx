import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Empty } from '../ui/states.tsx';
import { openDetails } from '../pictures/picture-menu.tsx';
import { UploadTile } from '../uploads/upload-tile.tsx';
import { moveTo } from './actions.ts';
import { Drag } from './drag.ts';
import { imageIdOf } from './drop-place.ts';
import { type GalleryScope, useGallery } from './gallery-context.ts';
import { cancelLift, onGridKey } from './grid-keys.ts';
import { focusItem } from './grid-shape.ts';
import { useGrowingCount } from './growing.ts';
import { isSameButPlace } from './kept-images.ts';
import { Tile } from './tile.tsx';

const INSTRUCTIONS_ID = 'grid-instructions';

/** The images of a gallery, in display order. */
export function ImageGrid(): JSX.Element {
  const { entries, images } = useGallery();
  const texts = t.value.gallery;
  if (entries.value.length === 0) {
    if (images.value.length > 0) return <AllHaveTexts />;
    return (
      <Empty icon="picture" title={texts.empty}>
        <p>{texts.emptyHint}</p>
      </Empty>
    );
  }
  return <FilledGrid />;
}

/** What is shown where a filter leaves nothing. */
function AllHaveTexts(): JSX.Element {
  const { words } = useGallery();
  const texts = t.value.words;
  return (
    <Empty icon="check" title={texts.noneMissing}>
      <button type="button" class="button" onClick={() => (words.isFiltered.value = false)}>
        {texts.showAll}
      </button>
    </Empty>
  );
}

function FilledGrid(): JSX.Element {
  const scope = useGallery();
  const list = useRef<HTMLUListElement>(null);
  const { gallery, order, variants } = t.value;
  useKeptFocus(list, scope);
  useEffect(() => listenTo(list.current, scope), [scope]);
  const drawn = useDrawnImages(scope);
  const entries = scope.entries.value;
  const count = useGrowingCount(entries.length);
  return (
    <>
      <p id={INSTRUCTIONS_ID} class="visually-hidden">
        {session.canWrite.value ? order.instructions : order.readerInstructions}
      </p>
      <ul
        ref={list}
        class={session.canWrite.value ? 'tiles tiles-in-hand' : 'tiles'}
        aria-label={scope.shown.value === 'shop' ? gallery.images : variants.frames}
        aria-describedby={INSTRUCTIONS_ID}
      >
        {entries
          .slice(0, count)
          .map((entry) =>
            entry.kind === 'image' ? (
              <Tile key={entry.image.id} image={drawn(entry.image)} />
            ) : (
              <UploadTile key={entry.upload.id} upload={entry.upload} />
            ),
          )}
      </ul>
    </>
  );
}

/** Returns the object that an image was drawn from before where only its place is another: its tile stays as it is. */
function useDrawnImages({ places }: GalleryScope): (image: Image) => Image {
  const drawn = useRef(new Map<number, Image>()).current;
  for (const id of drawn.keys()) if (!places.peek().has(id)) drawn.delete(id);
  return (image) => {
    const before = drawn.get(image.id);
    if (before !== undefined && isSameButPlace(before, image)) return before;
    drawn.set(image.id, image);
    return image;
  };
}

/** Keeps the focus where it was when tiles are moved or removed, which makes a browser lose it. */
function useKeptFocus(list: { readonly current: HTMLElement | null }, { current, lift }: GalleryScope): void {
  const before = document.activeElement;
  const hadFocus = before !== null && list.current?.contains(before) === true;
  const items = hadFocus ? [...(list.current?.children ?? [])] : [];
  const at = items.findIndex((item) => item.contains(before));
  useLayoutEffect(() => {
    if (!hadFocus || list.current === null) return;
    const lead = lift.lifted.peek()?.leadId ?? current.peek();
    if (document.activeElement !== before) {
      const kept = before instanceof HTMLElement && before.isConnected ? before : undefined;
      // What somebody goes on writing must not be taken for the keys of a tile, of which one deletes.
      const beside = before?.matches('input, textarea')
        ? document.getElementById('main')
        : list.current.children[Math.min(at, list.current.children.length - 1)];
      const item = kept ?? beside;
      if (item instanceof HTMLElement) item.focus({ preventScroll: true });
    }
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && imageIdOf(focused) === lead) focusItem(focused);
  });
}

function listenTo(list: HTMLElement | null, scope: GalleryScope): (() => void) | undefined {
  if (list === null) return undefined;
  const listening = new AbortController();
  const { signal } = listening;
  const drag = new Drag(list, scope, {
    onDropInOrder: (ids, before) => void moveTo(scope, ids, before),
  });
  list.addEventListener('keydown', (event) => onGridKey(event, list, scope), { signal });
  list.addEventListener('click', (event) => onClick(event, scope), { signal });
  list.addEventListener('dblclick', ({ target }) => onDoubleClick(target, scope), { signal });
  list.addEventListener('focusin', ({ target }) => onFocus(target, scope), { signal });
  // Whoever goes elsewhere does not go on moving.
  addEventListener('pointerdown', () => cancelLift(scope), { signal });
  document.addEventListener(
    'focusin',
    ({ target }) => {
      const lifted = scope.lift.lifted.peek();
      if (lifted !== undefined && !(target instanceof Element && imageIdOf(target) === lifted.leadId))
        cancelLift(scope);
    },
    { signal },
  );
  return () => {
    drag.stop();
    listening.abort();
  };
}

function onFocus(target: EventTarget | null, { current }: GalleryScope): void {
  const id = target instanceof Element ? imageIdOf(target.closest('li')) : undefined;
  if (id !== undefined) current.value = id;
}

/** A double click on a picture shows it large, with all that is to know of it. */
function onDoubleClick(target: EventTarget | null, scope: GalleryScope): void {
  const picture = target instanceof Element ? target.closest('.tile-picture') : null;
  const isControl = target instanceof Element && target.closest('button, input, a, label') !== null;
  const id = imageIdOf(picture?.closest('li') ?? null);
  if (id !== undefined && !isControl) openDetails(scope, id);
}

/** With Ctrl or Shift a click anywhere on a tile selects, as it does in lists of files. */
function onClick(event: MouseEvent, { selection, images }: GalleryScope): void {
  const tile = event.target instanceof Element ? event.target.closest('li') : null;
  const id = imageIdOf(tile);
  const isControl = event.target instanceof Element && event.target.closest('button, input, a, label') !== null;
  if (id === undefined || isControl || !session.canWrite.peek()) return;
  const ids = images.peek().map((image) => image.id);
  if (event.shiftKey) selection.extendTo(id, ids);
  else if (event.ctrlKey || event.metaKey) selection.toggle(id);
}
