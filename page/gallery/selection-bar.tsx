import type { JSX } from 'preact';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { deleteImages, moveTo, moveToPlace } from './actions.ts';
import { useGallery } from './gallery-context.ts';
import { askForPlace } from './tile-menu.ts';

/** What can be done with all that is selected. It lies at the lower edge of the window, where a thumb reaches it. */
export function SelectionBar(): JSX.Element | null {
  const scope = useGallery();
  const { selection, images } = scope;
  const count = selection.count.value;
  if (count === 0 || !session.canWrite.value) return null;
  const { gallery, order } = t.value;
  const selected = (): readonly number[] =>
    images.peek().flatMap(({ id }) => (selection.ids.peek().has(id) ? [id] : []));
  return (
    <div class="selection-bar" role="toolbar" aria-label={order.selected(count)}>
      <strong>{order.selected(count)}</strong>
      <BarButton icon="toFirst" label={gallery.moveToFirst} run={() => void moveToPlace(scope, selected(), 1)} />
      <BarButton icon="toLast" label={gallery.moveToLast} run={() => void moveTo(scope, selected(), null)} />
      <BarButton icon="toPlace" label={gallery.moveToPosition} run={() => askForPlace(scope, selected())} />
      <BarButton icon="trash" label={gallery.delete} run={() => void deleteImages(scope, leaveFor(selected()))} />
      <BarButton
        icon="close"
        label={order.unselect}
        run={() => {
          leaveFor(selected());
          selection.clear();
        }}
      />
    </div>
  );
}

/** Gives the focus to the first of some images, before the bar goes with all that has it. @returns the images. */
function leaveFor(ids: readonly number[]): readonly number[] {
  document.querySelector<HTMLElement>(`[data-image-id="${ids[0]}"]`)?.focus({ preventScroll: true });
  return ids;
}

interface BarButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly run: () => void;
}

/** A button of the bar; in a narrow window its icon is all that is seen of it. */
export function BarButton({ icon, label, run }: BarButtonProps): JSX.Element {
  return (
    <button type="button" class="button bar-button" title={label} onClick={run}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}
