import type { Image } from 'vitrine-client';
import { t } from '../text/language.ts';
import type { MenuItem } from '../ui/menu.tsx';
import { toMakeMain, toMove } from './command.ts';
import { chooseReplacement } from '../uploads/choose-replacement.ts';
import type { GalleryScope } from './gallery-context.ts';

/** What the menu of a tile offers. */
export function tileMenu({ gallery, images, replacements }: GalleryScope, image: Image): readonly MenuItem[] {
  const texts = t.value.gallery;
  const { id } = image;
  const view = gallery.view.value;
  const first = images.value.find((each) => each.id !== id);
  return [
    {
      label: texts.moveToFirst,
      run: () => void gallery.run(toMove(view, [id], first?.id ?? null), texts.moveToFirst),
    },
    { label: texts.moveToLast, run: () => void gallery.run(toMove(view, [id], null), texts.moveToLast) },
    { label: texts.makeMain, icon: 'star', run: () => void gallery.run(toMakeMain(view, id), texts.makeMain) },
    { label: texts.replace, icon: 'picture', run: () => void chooseReplacement(replacements, image) },
    {
      label: texts.delete,
      icon: 'trash',
      isDangerous: true,
      run: () => void gallery.run({ kind: 'delete', ids: [id], references: 'refuse' }, texts.delete),
    },
  ];
}
