import type { Image } from 'vitrine-client';
import { pictureMenu } from '../pictures/picture-menu.tsx';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import type { MenuItem } from '../ui/menu.tsx';
import { chooseReplacement } from '../uploads/choose-replacement.ts';
import { deleteImages, makeMain, moveTo, moveToPlace } from './actions.ts';
import type { GalleryScope } from './gallery-context.ts';
import { openPositionDialog } from './gallery-dialogs.ts';

/** What the menu of a tile offers. */
export function tileMenu(scope: GalleryScope, image: Image): readonly MenuItem[] {
  const texts = t.value.gallery;
  const { id } = image;
  if (!session.canWrite.peek()) return pictureMenu(scope, id);
  const first: readonly MenuItem[] =
    scope.shown.value === 'shop' ? [{ label: texts.makeMain, icon: 'star', run: () => void makeMain(scope, id) }] : [];
  return [
    { label: texts.moveToFirst, icon: 'toFirst', run: () => void moveToPlace(scope, [id], 1) },
    { label: texts.moveToLast, icon: 'toLast', run: () => void moveTo(scope, [id], null) },
    { label: texts.moveToPosition, icon: 'toPlace', run: () => askForPlace(scope, [id]) },
    ...first,
    ...pictureMenu(scope, id),
    { label: texts.replace, icon: 'picture', run: () => void chooseReplacement(scope.replacements, image) },
    { label: texts.delete, icon: 'trash', isDangerous: true, run: () => void deleteImages(scope, [id]) },
  ];
}

/** Asks where to, and moves images there. */
export function askForPlace(scope: GalleryScope, ids: readonly number[]): void {
  openPositionDialog({
    count: ids.length,
    total: scope.images.peek().length,
    from: scope.places.peek().get(ids[0] ?? 0) ?? 1,
    onChosen: (place) => void moveToPlace(scope, ids, place),
  });
}
