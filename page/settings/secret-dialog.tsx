import { t } from '../text/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { openDialog } from '../ui/dialogs.tsx';

/** Shows what is shown once. It is kept nowhere on the page. */
export function showSecret(title: string, text: string, secret: string): void {
  openDialog((close) => (
    <Dialog title={title} onClose={close}>
      <p>{text}</p>
      <p class="copy-line">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </p>
      <div class="dialog-actions">
        <button type="button" class="button button-primary" onClick={close}>
          {t.value.common.close}
        </button>
      </div>
    </Dialog>
  ));
}
