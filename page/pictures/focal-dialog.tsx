import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { offeredSizes, storeSizes } from '../api/store-facts.ts';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { MIDDLE, type Point, toFocalPoint } from './crop.ts';
import { CropPreviews, ServedCrops } from './crop-previews.tsx';
import { FocalPicker } from './focal-picker.tsx';

interface FocalDialogProps {
  readonly scope: GalleryScope;
  readonly imageId: number;
  readonly onClose: () => void;
}

/** Sets what a picture is cut around, with every cut as it will be; once it is saved, as the service has made it. */
export function FocalDialog({ scope: { gallery }, imageId, onClose }: FocalDialogProps): JSX.Element | null {
  const image = gallery.view.value.images.find(({ id }) => id === imageId);
  useEffect(() => void storeSizes.renew(), []);
  if (image === undefined) return null;
  const run = async (focalPoint: Point | null): Promise<boolean> =>
    await gallery.run({ kind: 'patch', patches: [{ id: imageId, focalPoint }] }, t.value.pictures.focalStep);
  return <FocalForm image={image} onSave={run} onClose={onClose} />;
}

interface FocalFormProps {
  readonly image: Image;
  readonly onSave: (point: Point | null) => Promise<boolean>;
  readonly onClose: () => void;
}

function FocalForm({ image, onSave, onClose }: FocalFormProps): JSX.Element {
  const [point, setPoint] = useState<Point>(image.focalPoint ?? MIDDLE);
  const [state, setState] = useState<'choosing' | 'saving' | 'saved'>('choosing');
  const texts = t.value.pictures;
  const cut = offeredSizes.value.filter(({ fit }) => fit === 'cover');
  const choose = (chosen: Point): void => {
    setPoint(chosen);
    setState('choosing');
  };
  const done = async (): Promise<void> => {
    const wanted = toFocalPoint(point);
    if (isSame(wanted, image.focalPoint)) return onClose();
    setState('saving');
    const isSaved = await onSave(wanted);
    if (isSaved) announce(texts.focalSaved);
    // Where no size cuts, there is nothing to see of it.
    if (isSaved && cut.length === 0) return onClose();
    setState(isSaved ? 'saved' : 'choosing');
  };
  return (
    <Dialog title={texts.focal} size="wide" onClose={onClose}>
      <div class="focal">
        <div>
          <FocalPicker image={image} point={point} onChange={choose} />
          <p class="hint">{texts.focalHint}</p>
        </div>
        <div>
          {state === 'saved' ? (
            <ServedCrops image={image} sizes={cut} />
          ) : (
            <CropPreviews image={image} point={point} sizes={cut} />
          )}
        </div>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => choose(MIDDLE)}>
          {texts.middle}
        </button>
        {state !== 'saved' && (
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.cancel}
          </button>
        )}
        <button
          type="button"
          class="button button-primary"
          disabled={state === 'saving'}
          onClick={() => (state === 'saved' ? onClose() : void done())}
        >
          {state === 'saved' ? t.value.common.close : texts.done}
        </button>
      </div>
    </Dialog>
  );
}

const isSame = (one: Point | null, other: Point | null): boolean => one?.x === other?.x && one?.y === other?.y;
