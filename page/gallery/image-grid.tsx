import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Empty } from '../ui/states.tsx';
import { UploadTile } from '../uploads/upload-tile.tsx';
import { useGallery } from './gallery-context.ts';
import { Tile } from './tile.tsx';

/** The images of a gallery, in display order. */
export function ImageGrid(): JSX.Element {
  const { entries, shown } = useGallery();
  const texts = t.value.gallery;
  if (entries.value.length === 0) {
    return (
      <Empty icon="picture" title={texts.empty}>
        <p>{texts.emptyHint}</p>
      </Empty>
    );
  }
  return (
    <ul class="tiles" aria-label={shown.value === 'shop' ? texts.images : t.value.variants.frames}>
      {entries.value.map((entry) =>
        entry.kind === 'image' ? (
          <Tile key={entry.image.id} image={entry.image} />
        ) : (
          <UploadTile key={entry.upload.id} upload={entry.upload} />
        ),
      )}
    </ul>
  );
}
