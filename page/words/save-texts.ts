import type { Image } from 'vitrine-client';
import type { EditedGallery } from '../gallery/edited-gallery.ts';
import type { ImagePatch } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { toCommands, toTextPatch } from './text.ts';

/** Saves the texts of many images, as one step of undo. @returns whether all of them were saved. */
export async function saveTexts(gallery: EditedGallery, patches: readonly ImagePatch[]): Promise<boolean> {
  const group = crypto.randomUUID();
  const label = t.value.words.stepOfMany(patches.length);
  const done = await Promise.all(
    toCommands(patches).map(async (part) => await gallery.run({ kind: 'patch', patches: part }, label, group)),
  );
  const isDone = done.every(Boolean);
  if (isDone) announce(t.value.words.savedMany(patches.length));
  return isDone;
}

/** Takes the texts of the default language over into another one. */
export const copyTexts = async (gallery: EditedGallery, images: readonly Image[], language: string): Promise<boolean> =>
  await saveTexts(
    gallery,
    images.map(({ id, alt }) => toTextPatch(id, language, alt)),
  );
