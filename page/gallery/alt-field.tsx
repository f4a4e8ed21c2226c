import type { JSX } from 'preact';
import type { Image } from 'vitrine-client';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { useGallery } from './gallery-context.ts';

/** The text of an image, edited in place and saved when it is left. */
export function AltField({ image }: { readonly image: Image }): JSX.Element {
  const { gallery } = useGallery();
  const texts = t.value.gallery;
  const save = (alt: string): void => {
    if (alt !== image.alt) void gallery.run({ kind: 'patch', patches: [{ id: image.id, alt }] }, texts.altText);
  };
  return (
    <input
      class="alt-field"
      aria-label={texts.altText}
      placeholder={texts.altText}
      dir="auto"
      value={image.alt}
      readOnly={!session.canWrite.value}
      onBlur={({ currentTarget }) => save(currentTarget.value)}
    />
  );
}
