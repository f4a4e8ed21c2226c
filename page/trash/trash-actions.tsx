import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { confirm } from '../ui/confirm.tsx';
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
