import type { JSX } from 'preact';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { useGallery } from './gallery-context.ts';

/** The most images that a product can have, in all galleries. */
const MAX_IMAGES = 1000;

/** The top of a product's screen: which one it is, how many images it has, and what can be taken back. */
export function GalleryHeader(): JSX.Element {
  const { gallery } = useGallery();
  const texts = t.value.gallery;
  const { undo, redo } = gallery.stack.value;
  const canWrite = session.canWrite.value;
  return (
    <header class="screen-header">
      <Link class="icon-button" href="/admin/" isReturn label={t.value.nav.products}>
        <Icon name="back" />
      </Link>
      <h1>{texts.title(String(gallery.confirmed.value?.id ?? gallery.product))}</h1>
      <span class="counter">{texts.counter(gallery.view.value.images.length, MAX_IMAGES)}</span>
      {canWrite && (
        <>
          <button
            type="button"
            class="button"
            disabled={undo.length === 0}
            title={undo.at(-1)?.label}
            onClick={() => void gallery.undo()}
          >
            <Icon name="undo" />
            {texts.undo}
          </button>
          <button
            type="button"
            class="button"
            disabled={redo.length === 0}
            title={redo.at(-1)?.label}
            onClick={() => void gallery.redo()}
          >
            <Icon name="redo" />
            {texts.redo}
          </button>
        </>
      )}
    </header>
  );
}
