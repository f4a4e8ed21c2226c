import type { Image } from 'vitrine-client';
import { pictureMenu } from '../pictures/picture-menu.tsx';
import { t } from '../text/language.ts';
import type { MenuItem } from '../ui/menu.tsx';
import { toMakeMain, toMove } from './command.ts';
import type { GalleryScope } from './gallery-context.ts';

/** What the menu of a tile offers. */
export function tileMenu(scope: GalleryScope, { id }: Image): readonly MenuItem[] {
  const { gallery, images } = scope;
  const texts = t.value.gallery;
  const view = gallery.view.value;
  const first = images.value.find((image) => image.id !== id);
  return [
    {
      label: texts.moveToFirst,
      run: () => void gallery.run(toMove(view, [id], first?.id ?? null), texts.moveToFirst),
    },
    { label: texts.moveToLast, run: () => void gallery.run(toMove(view, [id], null), texts.moveToLast) },
    { label: texts.makeMain, icon: 'star', run: () => void gallery.run(toMakeMain(view, id), texts.makeMain) },
    ...pictureMenu(scope, id),
    {
      label: texts.delete,
      icon: 'trash',
      isDangerous: true,
      run: () => void gallery.run({ kind: 'delete', ids: [id], references: 'refuse' }, texts.delete),
    },
  ];
}
