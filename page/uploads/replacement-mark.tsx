import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';

/** Says on the tile of an image that a new picture is on its way. */
export function ReplacementMark({ imageId }: { readonly imageId: number }): JSX.Element | null {
  const { replacements } = useGallery();
  const open = useComputed(() => replacements.open.value.find((each) => each.imageId === imageId)).value;
  if (open === undefined) return null;
  return (
    <progress
      class="replacement-mark"
      aria-label={t.value.uploads.replacing}
      value={open.state.value.kind === 'sending' ? open.sent.value : undefined}
    />
  );
}
