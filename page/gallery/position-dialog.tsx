import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';

export interface PositionDialogProps {
  readonly count: number;
  /** How many images there are, and how many of them can be first at most. */
  readonly total: number;
  readonly from: number;
  readonly onChosen: (place: number) => void;
  readonly onClose: () => void;
}

/** Asks for a place, from 1. */
export function PositionDialog({ count, total, from, onChosen, onClose }: PositionDialogProps): JSX.Element {
  const { order, common } = t.value;
  const [typed, setTyped] = useState(String(from));
  const last = total - count + 1;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onClose();
    onChosen(Math.min(Math.max(Math.round(Number(typed)), 1), last));
  };
  return (
    <Dialog title={order.positionTitle(count)} onClose={onClose}>
      <form onSubmit={submit}>
        <label class="field">
          <span>{count === 1 ? order.position(last) : order.firstPosition(last)}</span>
          <input
            type="number"
            inputMode="numeric"
            min={1}
            max={last}
            step={1}
            required
            autoFocus
            value={typed}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" class="button button-primary">
            {order.move}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
