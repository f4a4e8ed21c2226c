import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { session } from '../api/session.ts';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { byNumber, namesIn } from './plan-variants.ts';
import { VariantChip } from './variant-chip.tsx';

/** The variants of the product with what they show. Images are dropped on them, on several at once. */
export function VariantsPanel(): JSX.Element | null {
  const { gallery, board } = useGallery();
  const canWrite = session.canWrite.value;
  const variants = useComputed(() => gallery.view.value.variants).value.toSorted(byNumber);
  const known = new Set(variants.map(({ variant }) => variant));
  const added = board.added.value.filter((name) => !known.has(name));
  const texts = t.value.variants;
  if (!canWrite && variants.length === 0) return null;
  return (
    <details class="variants" open={variants.length > 0 || added.length > 0}>
      <summary>{texts.title(variants.length + added.length)}</summary>
      <ul class="variant-chips" aria-label={texts.list}>
        {variants.map((variant) => (
          <VariantChip key={variant.variant} variant={variant} />
        ))}
        {added.map((name) => (
          <VariantChip key={name} variant={{ variant: name, imageId: null, media: null, urls: null, srcset: null }} />
        ))}
      </ul>
      {canWrite && <AddVariant />}
      {canWrite && <p class="hint">{texts.hint}</p>}
    </details>
  );
}

/** Names a variant that has no picture yet. */
function AddVariant(): JSX.Element {
  const { board } = useGallery();
  const [written, setWritten] = useState('');
  const texts = t.value.variants;
  return (
    <form
      class="variant-add"
      onSubmit={(event) => {
        event.preventDefault();
        board.add(namesIn(written));
        setWritten('');
      }}
    >
      <input
        aria-label={texts.numbers}
        placeholder={texts.numbers}
        value={written}
        autoComplete="off"
        onInput={({ currentTarget }) => setWritten(currentTarget.value)}
      />
      <button type="submit" class="button" disabled={namesIn(written).length === 0}>
        {texts.add}
      </button>
    </form>
  );
}
