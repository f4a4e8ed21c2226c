import type { Box, Store } from '../model/store.ts';
import { pathBeforeSize, type PicturePath } from './picture-path.ts';
import { containIn, formatSize } from './picture-size.ts';
import type { PresetUrls } from './preset-urls.ts';
import { fullLadderWidth, WIDTH_LADDER } from './width-ladder.ts';

/** A picture's URLs in the sizes of its store, by their names: the four presets first, then the store's own in order. */
export type NamedUrls = PresetUrls & Readonly<Record<string, string>>;

/** What URLs say of a picture besides its size. */
type SizelessPath = Omit<PicturePath, 'size'>;

/** Returns a picture's URLs in the sizes of its store. `origin` is the first part of the URLs. */
export function namedUrls(path: SizelessPath, store: Store, origin: string): NamedUrls {
  const [before, after] = aroundSize(path, origin);
  const { zoom, standard, thumbnail, tiny } = store.settings.presets;
  const url = (size: string): string => `${before}${size}${after}`;
  return {
    zoom: url(boxText(zoom)),
    standard: url(boxText(standard)),
    thumbnail: url(boxText(thumbnail)),
    tiny: url(boxText(tiny)),
    ...Object.fromEntries(ownSizes(store).map(([name, size]) => [name, url(size)])),
  };
}

const boxText = (box: Box): string => formatSize(containIn(box));

/**
 * Returns the value of the attribute srcset for a picture: every width of the ladder that shows it differently, up to
 * its own.
 *
 * @param widthPx of the picture as displayed.
 */
export function srcsetOf(path: SizelessPath, widthPx: number, origin: string): string {
  const [before, after] = aroundSize(path, origin);
  return ladderSteps(widthPx)
    .map(([stepPx, shownPx]) => `${before}${formatSize({ kind: 'width', widthPx: stepPx })}${after} ${shownPx}w`)
    .join(', ');
}

/** Returns what comes before and after the size in a picture's URLs. */
const aroundSize = (path: SizelessPath, origin: string): readonly [string, string] => [
  `${origin}${pathBeforeSize(path)}`,
  `.${path.extension}?c=1`,
];

/** The sizes of a store's own as URLs have them, for the images of one answer. */
const remembered = new WeakMap<Store, readonly (readonly [string, string])[]>();

function ownSizes(store: Store): readonly (readonly [string, string])[] {
  const known = remembered.get(store);
  if (known !== undefined) return known;
  const texts = store.settings.sizes.map(({ name, ...size }) => [name, formatSize({ kind: 'box', ...size })] as const);
  remembered.set(store, texts);
  return texts;
}

/** Returns the widths of the ladder that show a picture differently, each with the width that it shows. */
function ladderSteps(widthPx: number): readonly (readonly [number, number])[] {
  const full = fullLadderWidth(widthPx);
  return WIDTH_LADDER.filter((stepPx) => stepPx <= full).map((stepPx) => [stepPx, Math.min(stepPx, widthPx)]);
}
