import type { JSX } from 'preact';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { AddImages } from '../uploads/add-images.tsx';
import { useGallery } from './gallery-context.ts';
import { openHistory, openKeys } from './gallery-dialogs.ts';

/** The most images that a product can have, in all galleries. */
const MAX_IMAGES = 1000;

/** The top of a product's screen: which one it is, how many images it has, and what can be taken back. */
export function GalleryHeader(): JSX.Element {
  const scope = useGallery();
  const { gallery } = scope;
  const texts = t.value.gallery;
  return (
    <header class="screen-header gallery-header">
      <Link class="icon-button" href="/admin/" isReturn label={t.value.nav.products}>
        <Icon name="back" />
      </Link>
      <h1>{texts.title(String(gallery.confirmed.value?.id ?? gallery.product))}</h1>
      <span class="counter" dir="auto">
        {texts.counter(gallery.view.value.images.length, MAX_IMAGES)}
      </span>
      <div class="header-tools">
        {session.canWrite.value && <AddImages />}
        {session.canWrite.value && <UndoButtons />}
        <ToolButton icon="history" label={t.value.history.title} onClick={() => openHistory(scope)} />
        <ToolButton icon="keyboard" label={t.value.order.keysTitle} onClick={openKeys} />
      </div>
    </header>
  );
}

function UndoButtons(): JSX.Element {
  const { gallery } = useGallery();
  const texts = t.value.gallery;
  const { undo, redo } = gallery.stack.value;
  return (
    <>
      <ToolButton icon="undo" label={texts.undo} about={undo.at(-1)?.label} onClick={() => void gallery.undo()} />
      <ToolButton icon="redo" label={texts.redo} about={redo.at(-1)?.label} onClick={() => void gallery.redo()} />
    </>
  );
}

interface ToolButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** What it is about; a button that could be about something, and is about nothing, cannot be pressed. */
  readonly about?: string | undefined;
}

/** A button of the header; in a narrow window its icon is all that is seen of it. */
function ToolButton(props: ToolButtonProps): JSX.Element {
  const { icon, label, about, onClick } = props;
  const isIdle = 'about' in props && about === undefined;
  return (
    <button
      type="button"
      class="button bar-button"
      // It keeps the focus, where pressing it was the last that it could do.
      aria-disabled={isIdle}
      title={about === undefined ? label : `${label}: ${about}`}
      onClick={isIdle ? undefined : onClick}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}
