import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { describeFailure } from '../api/failure.ts';

import { t } from '../text/language.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { toast } from '../ui/toasts.tsx';
import { toEntries } from '../uploads/entries.ts';
import { DropTarget } from '../uploads/drop-target.tsx';
import { openProduct } from '../uploads/open-uploads.ts';
import { followProduct } from './follow-product.ts';
import type { GalleryEvents } from './gallery.ts';
import { type GalleryScope, GalleryProvider } from './gallery-context.ts';
import { GalleryHeader } from './gallery-header.tsx';
import { ImageGrid } from './image-grid.tsx';
import { Selection } from './selection.ts';
import { type GalleryName, imagesOf } from './view.ts';

const EVENTS: GalleryEvents = {
  onRefused: (error) => toast({ kind: 'failure', text: describeFailure(error) }),
  onForeignChange: () => toast({ text: t.value.gallery.foreignChange }),
  onTextConflict: () => toast({ kind: 'failure', text: t.value.gallery.foreignChange }),
  onStepLost: () => toast({ kind: 'failure', text: t.value.gallery.stepLost }),
};

function openGallery(product: string): GalleryScope {
  const opened = openProduct(product, EVENTS);
  const { gallery, uploads } = opened;
  const shown = signal<GalleryName>('shop');
  const images = computed(() => imagesOf(gallery.view.value, shown.value));
  const entries = computed(() => {
    const batches = uploads.batches.value.filter((batch) => batch.gallery === shown.value);
    return toEntries(images.value, batches, gallery.confirmed.value?.version ?? 0);
  });
  return { ...opened, selection: new Selection(), shown, images, entries };
}

/** The screen of a product: its images, in order. */
export function GalleryScreen({ product }: { readonly product: string }): JSX.Element {
  const scope = useMemo(() => openGallery(product), [product]);
  const { gallery } = scope;
  useEffect(() => {
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
      <DropTarget />
      <ImageGrid />
    </GalleryProvider>
  );
}
