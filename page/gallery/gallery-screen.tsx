import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { describeFailure } from '../api/failure.ts';
import { storeSizes } from '../api/store-facts.ts';
import { marksOf } from '../pictures/marks.ts';
import { Spinner } from '../pictures/spinner.tsx';
import { t } from '../text/language.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { toast } from '../ui/toasts.tsx';
import { toEntries } from '../uploads/entries.ts';
import { Uploads } from '../uploads/uploads.ts';
import { GalleryTabs } from '../variants/gallery-tabs.tsx';
import { VariantBoard } from '../variants/variant-board.ts';
import { variantPrompts } from '../variants/variant-prompts.tsx';
import { VariantsPanel } from '../variants/variants-panel.tsx';
import { WordsBar } from '../words/words-bar.tsx';
import { Words } from '../words/words.ts';
import { followProduct } from './follow-product.ts';
import { Gallery, type GalleryEvents } from './gallery.ts';
import { type GalleryScope, GalleryProvider } from './gallery-context.ts';
import { GalleryHeader } from './gallery-header.tsx';
import { ImageGrid } from './image-grid.tsx';
import { Selection } from './selection.ts';
import { type GalleryName, imagesOf } from './view.ts';

const eventsOf = (words: Words): GalleryEvents => ({
  onRefused: (error) => toast({ kind: 'failure', text: describeFailure(error) }),
  onForeignChange: () => toast({ text: t.value.gallery.foreignChange }),
  onTextConflict: (conflict) => words.noteConflict(conflict),
  onStepLost: () => toast({ kind: 'failure', text: t.value.gallery.stepLost }),
});

function openGallery(product: string): GalleryScope {
  const words = new Words();
  const gallery = new Gallery(product, eventsOf(words));
  const shown = signal<GalleryName>('shop');
  const images = computed(() => imagesOf(gallery.view.value, shown.value));
  const uploads = new Uploads();
  const entries = computed(() => {
    const batches = uploads.batches.value.filter((batch) => batch.gallery === shown.value);
    return words.filter(toEntries(images.value, batches));
  });
  const variants = computed(() => gallery.view.value.variants);
  const marks = marksOf({ images, variants, language: words.language });
  const board = new VariantBoard(gallery, variantPrompts);
  return {
    gallery,
    selection: new Selection(),
    shown,
    images,
    uploads,
    entries,
    words,
    marks,
    board,
    onDropOnVariant: (ids, variant) => void board.drop(ids, variant),
  };
}

/** The screen of a product: its images, in order. */
export function GalleryScreen({ product }: { readonly product: string }): JSX.Element {
  const scope = useMemo(() => openGallery(product), [product]);
  const { gallery } = scope;
  useEffect(() => {
    void storeSizes.read();
    const follower = followProduct(gallery);
    return () => follower.stop();
  }, [gallery]);
  if (gallery.confirmed.value === undefined) {
    const failure = gallery.failure.value;
    return failure === undefined ? <Loading /> : <Failed error={failure} onRetry={() => void gallery.load()} />;
  }
  return (
    <GalleryProvider value={scope}>
      <GalleryHeader />
      <VariantsPanel />
      <GalleryTabs />
      <div id="gallery-panel" role="tabpanel" aria-labelledby={`tab-${scope.shown.value}`}>
        <WordsBar />
        <Spinner />
        <ImageGrid />
      </div>
    </GalleryProvider>
  );
}
