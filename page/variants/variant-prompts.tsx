import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { openLazyDialog } from '../ui/dialogs.tsx';
import { toast } from '../ui/toasts.tsx';
import type { VariantPrompts } from './variant-board.ts';

const loadOwnPictureDialog = async () => (await import('./own-picture-dialog.tsx')).OwnPictureDialog;

/** How the screen of a product says and asks what its variants are about. */
export const variantPrompts: VariantPrompts = {
  onOnlyFirst: () => toast({ text: t.value.variants.onlyFirst }),
  onDone: (choices) => {
    const names = choices.map(({ variant }) => variant).join(', ');
    const isCleared = choices.every(({ imageId }) => imageId === null);
    announce(isCleared ? t.value.variants.cleared(names) : t.value.variants.shown(names));
  },
  mayReplaceOwn: async (variants) =>
    await new Promise((resolve) => {
      openLazyDialog(loadOwnPictureDialog, (close) => {
        const answer = (isAgreed: boolean) => (): void => {
          close();
          resolve(isAgreed);
        };
        return { variants, onAgree: answer(true), onClose: answer(false) };
      });
    }),
};
