import type { JSX } from 'preact';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { makeMain } from './actions.ts';
import { useGallery } from './gallery-context.ts';

/** Says that the main image is not the first one, where another API has made it so, and settles it with a click. */
export function MainNotice(): JSX.Element | null {
  const scope = useGallery();
  const { images, firstNotMain, places, gallery } = scope;
  const first = images.value.find(({ id }) => id === firstNotMain.value);
  const main = images.value.find(({ isMain }) => isMain);
  if (first === undefined || main === undefined) return null;
  const texts = t.value.order;
  const setFirst = (): void =>
    void gallery.run({ kind: 'patch', patches: [{ id: first.id, isMain: true }] }, texts.mainSet);
  return (
    <div class="notice">
      <Icon name="star" />
      <p>{texts.mainIsNotFirst(places.value.get(main.id) ?? 0)}</p>
      {session.canWrite.value && (
        <>
          <button type="button" class="button" onClick={() => void makeMain(scope, main.id)}>
            {texts.putMainFirst}
          </button>
          <button type="button" class="button" onClick={setFirst}>
            {texts.takeFirst}
          </button>
        </>
      )}
    </div>
  );
}
