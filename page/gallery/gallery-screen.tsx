import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { storeSizes } from '../api/store-facts.ts';
import { Spinner } from '../pictures/spinner.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { DropTarget } from '../uploads/drop-target.tsx';
import { GalleryTabs } from '../variants/gallery-tabs.tsx';
import { VariantsPanel } from '../variants/variants-panel.tsx';
import { WordsBar } from '../words/words-bar.tsx';
import { GalleryProvider } from './gallery-context.ts';
import { GalleryHeader } from './gallery-header.tsx';
import { ImageGrid } from './image-grid.tsx';
import { MainNotice } from './main-notice.tsx';
import { followGallery, openGallery } from './open-gallery.ts';
import { followScreenKeys } from './screen-keys.ts';
import { SelectionBar } from './selection-bar.tsx';

/** The screen of a product: its images, in order. */
export function GalleryScreen({ product }: { readonly product: string }): JSX.Element {
  const scope = useMemo(() => openGallery(product), [product]);
  const { gallery } = scope;
  useEffect(() => followGallery(scope), [scope]);
  useEffect(() => followScreenKeys(scope), [scope]);
  useEffect(() => void storeSizes.read(), []);
  if (gallery.confirmed.value === undefined) {
    const failure = gallery.failure.value;
    return failure === undefined ? <Loading /> : <Failed error={failure} onRetry={() => void gallery.load()} />;
  }
  return (
    <GalleryProvider value={scope}>
      <GalleryHeader />
      <MainNotice />
      <DropTarget />
      <VariantsPanel />
      <GalleryTabs />
      <div id="gallery-panel" role="tabpanel" aria-labelledby={`tab-${scope.shown.value}`}>
        <WordsBar />
        <Spinner />
        <ImageGrid />
      </div>
      <SelectionBar />
    </GalleryProvider>
  );
}
