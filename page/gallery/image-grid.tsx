import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Empty } from '../ui/states.tsx';
import { useGallery } from './gallery-context.ts';
import { Tile } from './tile.tsx';

/** The images of a gallery, in display order. */
export function ImageGrid(): JSX.Element {
  const { images } = useGallery();
  const texts = t.value.gallery;
  if (images.value.length === 0) {
    return (
      <Empty icon="picture" title={texts.empty}>
        <p>{texts.emptyHint}</p>
      </Empty>
    );
  }
  return (
    <ul class="tiles" aria-label={texts.images}>
      {images.value.map((image) => (
        <Tile key={image.id} image={image} />
      ))}
    </ul>
  );
}
