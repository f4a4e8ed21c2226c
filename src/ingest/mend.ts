import { jpeg } from './formats/jpeg.ts';
import { mendJpeg } from './formats/jpeg-mend.ts';
import { png } from './formats/png.ts';
import { mendPng } from './formats/png-mend.ts';

/**
 * Returns what can be read of a picture that Images refused, as a picture of the same format without damage (IMG-32), or
 * undefined where nothing can be done: then browsers show little of it, too.
 */
export const mendPicture = async (bytes: Uint8Array): Promise<Uint8Array | undefined> => {
  if (png.matches(bytes)) return await mendPng(bytes);
  return jpeg.matches(bytes) ? mendJpeg(bytes) : undefined;
};
