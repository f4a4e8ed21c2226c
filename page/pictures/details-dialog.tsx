import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { offeredSizes, storeSizes } from '../api/store-facts.ts';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Copies } from './copies.tsx';
import { Facts, Warnings } from './facts.tsx';
import { type Ground, GroundChoice } from './ground-choice.tsx';
import { LargePicture } from './large-picture.tsx';
import { ServedTable } from './served-table.tsx';
import { SizesShown } from './sizes-shown.tsx';

interface DetailsDialogProps {
  readonly scope: GalleryScope;
  readonly imageId: number;
  readonly onClose: () => void;
}

/** All that is to know of an image, and the images before and after it. */
export function DetailsDialog({ scope: { images }, imageId, onClose }: DetailsDialogProps): JSX.Element | null {
  const [shownId, setShownId] = useState(imageId);
  const at = images.value.findIndex(({ id }) => id === shownId);
  const image = images.value[at];
  const show = (step: number): void => {
    const next = images.value[at + step];
    if (next !== undefined) setShownId(next.id);
  };
  useEffect(() => void storeSizes.renew(), []);
  // Before anything else can be pressed: the next key leads on from what is shown then.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => show(stepOf(event));
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  if (image === undefined) return <Gone onClose={onClose} />;
  const texts = t.value.pictures;
  return (
    <Dialog title={image.media.fileName} size="wide" onClose={onClose}>
      <div class="details-steps">
        <button type="button" class="button" disabled={at === 0} onClick={() => show(-1)}>
          {texts.previous}
        </button>
        <span aria-live="off">{texts.place(at + 1, images.value.length)}</span>
        <button type="button" class="button" disabled={at === images.value.length - 1} onClick={() => show(1)}>
          {texts.next}
        </button>
      </div>
      <Details key={image.id} image={image} />
    </Dialog>
  );
}

function Details({ image }: { readonly image: Image }): JSX.Element {
  const [ground, setGround] = useState<Ground>('checkered');
  const sizes = offeredSizes.value;
  const texts = t.value.pictures;
  return (
    <>
      <div class="details">
        <div>
          <LargePicture image={image} ground={ground} />
          <GroundChoice ground={ground} onChange={setGround} />
        </div>
        <div>
          <Warnings image={image} sizes={sizes} />
          <Facts image={image} />
        </div>
      </div>
      <section aria-label={texts.sizes}>
        <h3>{texts.sizes}</h3>
        <SizesShown image={image} sizes={sizes} ground={ground} />
      </section>
      <section aria-label={texts.bytesServed}>
        <h3>{texts.bytesServed}</h3>
        <ServedTable image={image} />
      </section>
      <section aria-label={texts.copies}>
        <h3>{texts.copies}</h3>
        <Copies image={image} />
      </section>
    </>
  );
}

function Gone({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t.value.pictures.details} onClose={onClose}>
      <p>
        <Icon name="info" /> {t.value.pictures.gone}
      </p>
    </Dialog>
  );
}

/** Arrow keys lead on where they do nothing else: not in fields, choices and what can be scrolled. */
function stepOf({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): number {
  if (altKey || ctrlKey || metaKey) return 0;
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [tabindex="0"]') !== null) return 0;
  const isRightToLeft = document.documentElement.dir === 'rtl';
  if (key === 'ArrowRight') return isRightToLeft ? -1 : 1;
  if (key === 'ArrowLeft') return isRightToLeft ? 1 : -1;
  return 0;
}
