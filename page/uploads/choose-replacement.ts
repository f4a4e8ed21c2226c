import type { Image } from 'vitrine-client';
import { pickFiles } from './pick-files.ts';
import type { Replacements } from './replacements.ts';

/** Has the person choose another picture for an image, and replaces it. */
export async function chooseReplacement(replacements: Replacements, image: Image): Promise<void> {
  const [file] = await pickFiles('one');
  if (file !== undefined) await replacements.replace(image, file);
}
