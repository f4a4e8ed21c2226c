import type { JSX } from 'preact';
import type { Image } from 'vitrine-client';
import { t } from '../text/language.ts';
import { MenuButton } from '../ui/menu.tsx';
import { Picture } from '../ui/picture.tsx';
import { isTransparent } from '../pictures/problems.ts';
import { TileMarks } from '../pictures/tile-marks.tsx';
import { AltField } from '../words/alt-field.tsx';
import { useGallery } from './gallery-context.ts';
import { tileMenu } from './tile-menu.ts';

/** One image: its picture, its text, and what can be done with it. */
export function Tile({ image }: { readonly image: Image }): JSX.Element {
  const scope = useGallery();
  const texts = t.value.gallery;
  const { id, media, urls, srcset, alt, isMain } = image;
  return (
    <li class="tile" data-image-id={id} tabIndex={0}>
      <div class="tile-picture">
        <Picture
          urls={urls}
          srcset={srcset}
          sizes="12rem"
          alt={alt}
          color={media.color}
          isTransparent={isTransparent(media)}
        />
        {isMain && <span class="badge tile-badge">{texts.main}</span>}
        <TileMarks imageId={id} />
      </div>
      <div class="tile-tools">
        <span class="tile-name" id={`name-${id}`}>
          {media.fileName}
        </span>
        <MenuButton label={texts.actions} describedBy={`name-${id}`} items={() => tileMenu(scope, image)} />
      </div>
      <AltField image={image} />
    </li>
  );
}
