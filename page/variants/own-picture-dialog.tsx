import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';

interface OwnPictureDialogProps {
  readonly variants: readonly string[];
  readonly onAgree: () => void;
  readonly onClose: () => void;
}

/** Asks before pictures that belong to variants alone are replaced. */
export function OwnPictureDialog({ variants, onAgree, onClose }: OwnPictureDialogProps): JSX.Element {
  const texts = t.value.variants;
  return (
    <Dialog title={texts.ownTitle} onClose={onClose}>
      <p>{texts.ownDetail(variants.length, variants.join(', '))}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t.value.common.cancel}
        </button>
        <button type="button" class="button button-primary" onClick={onAgree}>
          {texts.ownAgree}
        </button>
      </div>
    </Dialog>
  );
}
