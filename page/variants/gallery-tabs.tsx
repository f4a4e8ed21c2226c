import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useGallery } from '../gallery/gallery-context.ts';
import type { GalleryName } from '../gallery/view.ts';
import { t } from '../text/language.ts';

const GALLERIES: readonly GalleryName[] = ['shop', 'shop360'];

/** The two galleries of a product: its images, and the frames of its turntable. */
export function GalleryTabs(): JSX.Element {
  const { gallery, shown, selection, words } = useGallery();
  const counts = useComputed(() => {
    const { images } = gallery.view.value;
    const shop = images.filter(({ gallery: name }) => name === 'shop').length;
    return { shop, shop360: images.length - shop };
  }).value;
  const texts = t.value.variants;
  const show = (name: GalleryName): void => {
    shown.value = name;
    selection.clear();
    words.isFiltered.value = false;
  };
  return (
    <div class="tabs" role="tablist" aria-label={texts.galleries}>
      {GALLERIES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          aria-selected={shown.value === name}
          aria-controls="gallery-panel"
          tabIndex={shown.value === name ? 0 : -1}
          onClick={() => show(name)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
            event.preventDefault();
            const other = shown.value === 'shop' ? 'shop360' : 'shop';
            show(other);
            document.getElementById(`tab-${other}`)?.focus();
          }}
        >
          {texts.tabs[name](counts[name])}
        </button>
      ))}
    </div>
  );
}
