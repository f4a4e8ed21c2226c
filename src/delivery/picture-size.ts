import type { Box, Fit } from '../model/store.ts';

/** The size of a rendition that a URL names. */
export type PictureSize =
  /** A width of the picture at its own proportions. */
  | { readonly kind: 'width'; readonly widthPx: number }
  /** A box. */
  | (Box & { readonly kind: 'box'; readonly fit: Fit });

/** The longest side that a URL may request, in pixels (a limit of hosted Images). */
const MAX_SIDE_PX = 12_000;

/** The pattern of a size in a URL path; its groups are width, height and fit. */
export const SIZE_PATTERN = String.raw`(?<width>[1-9]\d{0,4})\.(?<height>0|[1-9]\d{0,4})(?:\.(?<fit>cover|pad-[0-9a-f]{6}))?`;

/** Returns a box that a picture is fitted into. */
export const containIn = ({ widthPx, heightPx }: Box): PictureSize => ({
  kind: 'box',
  widthPx,
  heightPx,
  fit: { kind: 'contain' },
});

/**
 * Returns the size of the groups of SIZE_PATTERN. A height of 0 is by proportion. Returns undefined where a side is too
 * long, or a width without a height has a fit.
 */
export function readSize(groups: Readonly<Record<string, string | undefined>>): PictureSize | undefined {
  const [widthPx, heightPx] = [Number(groups['width']), Number(groups['height'])];
  const fit = groups['fit'];
  if (widthPx > MAX_SIDE_PX || heightPx > MAX_SIDE_PX) return undefined;
  if (heightPx > 0) return { kind: 'box', widthPx, heightPx, fit: readFit(fit) };
  return fit === undefined ? { kind: 'width', widthPx } : undefined;
}

const WHOLE_SIZE = new RegExp(`^${SIZE_PATTERN}$`);

/** Parses a size as `formatSize` writes it. Returns undefined for any other text. */
export function parseSize(text: string): PictureSize | undefined {
  const groups = WHOLE_SIZE.exec(text)?.groups;
  return groups && readSize(groups);
}

function readFit(fit: string | undefined): Fit {
  if (fit === undefined) return { kind: 'contain' };
  return fit === 'cover' ? { kind: 'cover' } : { kind: 'pad', background: fit.slice('pad-'.length) };
}

/** Returns a size as paths and keys have it, and the database: `600.400`, `600.0`, `600.400.cover`, `600.400.pad-ffffff`. */
export function formatSize(size: PictureSize): string {
  if (size.kind === 'width') return `${size.widthPx}.0`;
  const box = `${size.widthPx}.${size.heightPx}`;
  switch (size.fit.kind) {
    case 'contain':
      return box;
    case 'cover':
      return `${box}.cover`;
    case 'pad':
      return `${box}.pad-${size.fit.background}`;
    default:
      return size.fit satisfies never;
  }
}
