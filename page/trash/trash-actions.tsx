import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { removeForGood, restore, type TrashSelection } from './empty-trash.ts';

/** What can be done with all that is shown, or with what is selected. Only the whole trash can be emptied. */
export function TrashActions({ list, selected, isWhole }: TrashSelection & { readonly isWhole: boolean }): JSX.Element {
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
          <ConfirmButton
            action={texts.empty}
            question={texts.emptyConfirm}
            onConfirm={async () => await removeForGood(list, selected, undefined)}
          />
        )}
      </div>
    );
  }
  return (
    <div class="screen-actions">
      <button type="button" class="button button-primary" onClick={() => void restore(list, selected, ids)}>
        {texts.restoreSelected(ids.length)}
      </button>
      <ConfirmButton
        action={texts.removeSelected(ids.length)}
        question={texts.removeConfirm(ids.length)}
        onConfirm={async () => await removeForGood(list, selected, ids)}
      />
      <button type="button" class="button" onClick={() => (selected.value = new Set())}>
        {texts.selectNone}
      </button>
    </div>
  );
}
