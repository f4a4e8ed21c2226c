import { rgbaToThumbHash } from 'thumbhash';
import type { Placeholder } from '../../model/media.ts';
import { dominantColor } from './color.ts';
import type { Pixels } from './pixels.ts';

/** Makes a picture's placeholder of its small pixels; undefined where nothing can be seen in them. */
export function makePlaceholder(pixels: Pixels): Placeholder | undefined {
  const color = dominantColor(pixels);
  if (color === undefined) return undefined;
  const hash = rgbaToThumbHash(pixels.widthPx, pixels.heightPx, pixels.rgba);
  return { thumbHash: btoa(String.fromCharCode(...hash)), color };
}
