import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Image, Variant } from 'vitrine-client';
import { session } from '../api/session.ts';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { Picture } from '../ui/picture.tsx';
import { hasOwnPicture } from './plan-variants.ts';

/** A variant: its picture, whose it is, whether it is selected, and the way to take its picture away. */
export function VariantChip({ variant }: { readonly variant: Variant }): JSX.Element {
  const { gallery, board } = useGallery();
  const { variant: name, imageId } = variant;
  const image = gallery.view.value.images.find(({ id }) => id === imageId);
  const isSelected = useComputed(() => board.selected.value.has(name)).value;
  const canWrite = session.canWrite.value;
  const texts = t.value.variants;
  const hasPicture = imageId !== null || hasOwnPicture(variant);
  const content = (
    <>
      <VariantPicture variant={variant} image={image} />
      <span class="variant-words">
        <strong>{texts.variant(name)}</strong>
        <span class="hint">{describe(variant, image)}</span>
      </span>
    </>
  );
  return (
    <li class="variant-chip" data-variant={name}>
      {canWrite ? (
        <button type="button" class="variant-button" aria-pressed={isSelected} onClick={() => board.toggle(name)}>
          {content}
        </button>
      ) : (
        <span class="variant-button">{content}</span>
      )}
      {canWrite && hasPicture && (
        <button
          type="button"
          class="icon-button"
          aria-label={texts.clear(name)}
          title={texts.clear(name)}
          onClick={() => void board.choose([{ variant: name, imageId: null }])}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

function describe(variant: Variant, image: Image | undefined): string {
  const texts = t.value.variants;
  if (hasOwnPicture(variant)) return texts.own;
  return image === undefined ? texts.none : texts.image(image.position + 1);
}

/** Its own picture, or that of the image that it shows. */
function VariantPicture({
  variant,
  image,
}: {
  readonly variant: Variant;
  readonly image: Image | undefined;
}): JSX.Element {
  const { urls, srcset, media } = variant.urls === null ? { ...image, urls: image?.urls } : variant;
  return (
    <span class="variant-picture">
      {urls && <Picture urls={urls} srcset={srcset ?? undefined} sizes="3rem" alt="" color={media?.color} />}
    </span>
  );
}
