import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Image } from 'vitrine-client';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { Picture } from '../ui/picture.tsx';
import { makeMain } from './actions.ts';
import { ReplacementMark } from '../uploads/replacement-mark.tsx';
import { type GalleryScope, useGallery } from './gallery-context.ts';
import { isTransparent } from '../pictures/problems.ts';
import { TileMarks } from '../pictures/tile-marks.tsx';
import { AltField } from '../words/alt-field.tsx';
import { tileMenu } from './tile-menu.ts';

/** One image: its picture, its text, and what can be done with it. It is drawn again when the image itself changes. */
export function Tile({ image }: { readonly image: Image }): JSX.Element {
  const scope = useGallery();
  const { id, media, urls, srcset, alt } = image;
  const texts = t.value.gallery;
  const nameId = `name-${id}`;
  // These are put into the document by themselves, without the tile being drawn again.
  const tabIndex = useComputed(() => (scope.tabStop.value === id ? 0 : -1));
  const className = useComputed(() => classOf(scope, id));
  return (
    <li class={className} data-image-id={id} tabIndex={tabIndex} aria-labelledby={nameId}>
      <div class="tile-picture">
        <Picture
          urls={urls}
          srcset={srcset}
          sizes="12rem"
          alt={alt}
          color={media.color}
          isTransparent={isTransparent(media)}
        />
        <ReplacementMark imageId={id} />
        <TileBadges image={image} />
        <TileMarks imageId={id} />
        {session.canWrite.value && <TileControls image={image} tabIndex={tabIndex} />}
      </div>
      <div class="tile-tools">
        <span class="tile-name" id={nameId} title={media.fileName}>
          {media.fileName}
        </span>
        <MenuButton
          label={texts.actions}
          describedBy={nameId}
          items={() => tileMenu(scope, image)}
          tabIndex={tabIndex}
        />
      </div>
      <AltField image={image} />
    </li>
  );
}

/** Whether a tile is selected, lifted, dragged, being saved, or was just changed by somebody else. */
function classOf({ selection, lift, dragged, marks, gallery }: GalleryScope, id: number): string {
  const states = {
    'tile-selected': selection.ids.value.has(id),
    'tile-lifted': lift.ids.value.includes(id),
    'tile-dragged': dragged.value.has(id),
    'tile-marked': marks.ids.value.has(id),
    'tile-saving': gallery.savingIds.value.has(id),
  };
  const names = Object.entries(states).flatMap(([name, isSo]) => (isSo ? [name] : []));
  return ['tile', ...names].join(' ');
}

/** The number of its place, and whether it is the main image. */
function TileBadges({ image: { id, isMain } }: { readonly image: Image }): JSX.Element {
  const { places, firstNotMain } = useGallery();
  const { gallery, order } = t.value;
  const place = useComputed(() => places.value.get(id) ?? '');
  const isFirstOnly = useComputed(() => firstNotMain.value === id);
  return (
    <>
      <span class="tile-badges">
        {isMain && <span class="badge">{gallery.main}</span>}
        {isFirstOnly.value && <span class="badge badge-warning">{order.firstInOrder}</span>}
      </span>
      <span class="tile-place" aria-hidden="true">
        {place}
      </span>
    </>
  );
}

interface TileControlsProps {
  readonly image: Image;
  readonly tabIndex: ReadonlySignal<number>;
}

/** What lies on the picture: a box that selects it, and a star that makes it the main image. */
function TileControls({ image, tabIndex }: TileControlsProps): JSX.Element {
  const scope = useGallery();
  const { selection, images, shown } = scope;
  const { id, media, isMain } = image;
  const texts = t.value.order;
  const isSelected = useComputed(() => selection.ids.value.has(id));
  const select = (event: MouseEvent & { readonly currentTarget: HTMLInputElement }): void => {
    const ids = images.peek().map((each) => each.id);
    if (event.shiftKey) selection.extendTo(id, ids);
    else selection.toggle(id);
    event.currentTarget.checked = selection.ids.peek().has(id);
  };
  return (
    <>
      <label class="tile-select">
        <input
          type="checkbox"
          aria-label={texts.select(media.fileName)}
          checked={isSelected}
          tabIndex={tabIndex}
          onClick={select}
        />
      </label>
      {shown.value === 'shop' && (
        <button
          type="button"
          class={isMain ? 'tile-star is-main' : 'tile-star'}
          aria-label={texts.setMain(media.fileName)}
          aria-pressed={isMain}
          title={texts.setMain(media.fileName)}
          tabIndex={tabIndex}
          onClick={() => void makeMain(scope, id)}
        >
          <Icon name="star" />
        </button>
      )}
    </>
  );
}
