import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';

export interface DeleteDialogProps {
  readonly count: number;
  readonly variants: readonly string[];
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** Asks whether images are to be deleted that variants show. */
export function DeleteDialog({ count, variants, onConfirmed, onClose }: DeleteDialogProps): JSX.Element {
  const { order, common } = t.value;
  return (
    <Dialog title={order.deleteTitle(count)} onClose={onClose}>
      <p>{order.usedByVariants(variants.join(', '), variants.length)}</p>
      <div class="dialog-actions">
        <button type="button" class="button" autoFocus onClick={onClose}>
          {common.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            onClose();
            onConfirmed();
          }}
        >
          {order.deleteAnyway}
        </button>
      </div>
    </Dialog>
  );
}
