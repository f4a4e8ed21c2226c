import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Variant } from 'vitrine-client';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { byNumber, hasOwnPicture, namesIn, toChoices } from './plan-variants.ts';

interface ShowForVariantsProps {
  readonly scope: GalleryScope;
  readonly imageId: number;
  readonly onClose: () => void;
}

/** Which variants show an image: the way that needs no pointer. */
export function ShowForVariants({ scope, imageId, onClose }: ShowForVariantsProps): JSX.Element {
  const { gallery, board } = scope;
  const variants = gallery.view.value.variants.toSorted(byNumber);
  const known = variants.map(({ variant }) => variant);
  const names = [...known, ...board.added.value.filter((name) => !known.includes(name))];
  const [checked, setChecked] = useState<ReadonlySet<string>>(
    () => new Set(variants.filter((each) => each.imageId === imageId).map(({ variant }) => variant)),
  );
  const [written, setWritten] = useState('');
  const texts = t.value.variants;
  const toggle = (name: string): void => {
    const next = new Set(checked);
    if (!next.delete(name)) next.add(name);
    setChecked(next);
  };
  return (
    <Dialog title={texts.showFor} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          const wanted = [...new Set([...checked, ...namesIn(written)])];
          void board.choose(toChoices(imageId, variants, wanted));
        }}
      >
        {names.length > 0 && (
          <fieldset class="choices">
            <legend>{texts.list}</legend>
            {names.map((name) => (
              <label key={name} class="check">
                <input type="checkbox" checked={checked.has(name)} onChange={() => toggle(name)} />
                {texts.variant(name)}
                <span class="hint">
                  {noteOf(
                    variants.find(({ variant }) => variant === name),
                    imageId,
                  )}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label class="field">
          <span>{texts.otherNumbers}</span>
          <input value={written} autoComplete="off" onInput={({ currentTarget }) => setWritten(currentTarget.value)} />
        </label>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.cancel}
          </button>
          <button type="submit" class="button button-primary">
            {texts.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a variant shows where that is something else. */
function noteOf(variant: Variant | undefined, imageId: number): string {
  const texts = t.value.variants;
  if (variant === undefined || variant.imageId === imageId) return '';
  if (hasOwnPicture(variant)) return texts.own;
  return variant.imageId === null ? '' : texts.other;
}
