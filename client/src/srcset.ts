import type { Image, LibraryMedia } from './api-types.ts';
import { withSize } from './sign-url.ts';
import type { Cover } from './types.ts';

/** The widths that the service serves of every picture, in pixels. */
const LADDER = [96, 128, 160, 213, 284, 320, 379, 400, 480, 640, 800, 960, 1080, 1280, 1600, 1920, 2560];

/** The proportions of a size that the store offers, as `sizes.get` lists it, and how pictures are put into it. */
export interface Aspect {
  readonly width: number;
  readonly height: number;
  /** `cover` cuts around the focal point, `pad` fills up with the background. */
  readonly fit: 'cover' | 'pad';
  /** Of `pad`, such as `#ffffff`, which it is where it is not given. */
  readonly background?: string | undefined;
}

/** What has a picture. */
export type Pictured = Image | LibraryMedia | Cover;

/**
 * Returns the value of the attribute `srcset` for a picture: at its own proportions, or at those of a size of the store.
 * Only what a store offers, or has offered, is served so; `sizes.set` adds a size.
 */
export function srcsetOf(picture: Pictured, { aspect }: { readonly aspect?: Aspect | undefined } = {}): string {
  if (aspect === undefined) return picture.srcset;
  const fullPx = fullWidthOf(picture, aspect);
  const last = LADDER.find((stepPx) => stepPx >= fullPx) ?? LADDER.at(-1) ?? 0;
  return LADDER.filter((stepPx) => stepPx <= last)
    .map((stepPx) => `${withSize(picture.urls.zoom, sizeAt(stepPx, aspect))} ${Math.min(stepPx, fullPx)}w`)
    .join(', ');
}

/** Returns the size of a width as URLs have it. */
function sizeAt(widthPx: number, { width, height, fit, background = '#ffffff' }: Aspect): string {
  const heightPx = Math.max(1, Math.round((widthPx * height) / width));
  return `${widthPx}.${heightPx}.${fit === 'cover' ? 'cover' : `pad-${background.slice(1).toLowerCase()}`}`;
}

/** Returns the width at which the picture is not scaled down: nothing is ever enlarged, so wider ones show the same. */
function fullWidthOf(picture: Pictured, { width, height, fit }: Aspect): number {
  const own = 'media' in picture ? picture.media : picture;
  const atFullHeightPx = Math.max(1, Math.round((own.height * width) / height));
  return fit === 'cover' ? Math.min(own.width, atFullHeightPx) : Math.max(own.width, atFullHeightPx);
}
