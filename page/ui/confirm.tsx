import { t } from '../text/language.ts';
import { Dialog } from './dialog.tsx';
import { openDialog } from './dialogs.tsx';

interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
}

/** Asks before something that nothing brings back. What can be taken back is done without asking. */
export function confirm({ title, text, action, onConfirm }: Question): void {
  openDialog((close) => (
    <Dialog title={title} onClose={close}>
      <p>{text}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          {t.value.common.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  ));
}
