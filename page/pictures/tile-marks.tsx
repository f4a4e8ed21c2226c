import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { ImageProblem } from './problems.ts';

const ICONS: Readonly<Record<ImageProblem, IconName>> = { 'no-text': 'text', 'too-small': 'shrink', duplicate: 'copy' };

/** What is wrong with the image of a tile, and which variants show it. */
export function TileMarks({ imageId }: { readonly imageId: number }): JSX.Element | null {
  const { imageMarks } = useGallery();
  const found = useComputed(() => imageMarks.value.get(imageId)).value;
  if (found === undefined || (found.problems.length === 0 && found.variants.length === 0)) return null;
  const texts = t.value.pictures;
  return (
    <div class="tile-marks">
      {found.problems.map((problem) => (
        <span
          key={problem}
          class="tile-mark"
          role="img"
          aria-label={texts.problems[problem]}
          title={texts.problems[problem]}
        >
          <Icon name={ICONS[problem]} />
        </span>
      ))}
      {found.variants.length > 0 && (
        <span class="tile-variants">{t.value.variants.shownBy(found.variants.length, found.variants.join(', '))}</span>
      )}
    </div>
  );
}
