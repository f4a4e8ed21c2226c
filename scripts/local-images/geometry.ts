import type { Transform } from './options.ts';

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture in pixels. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** How a picture is transformed, one step after the other: cut, scaled, cut again, surrounded. */
export interface Plan {
  readonly source: Size;
  /** The part of the source that is used. */
  readonly trim: Region;
  /** What that part is scaled to. */
  readonly scaled: Size;
  /** The part of the scaled picture that is shown. */
  readonly crop: Region;
  /** The size of the result, in whose middle the picture is. */
  readonly canvas: Size;
}

/** Plans a transformation of an upright picture. Returns undefined where trimming leaves nothing of it. */
export function planTransform(source: Size, transform: Transform): Plan | undefined {
  const trim = trimmed(source, transform.trim);
  if (trim === undefined) return undefined;
  const { fit, gravity } = transform;
  // Exact here, for a side that is rounded first would make the other one smaller than it was asked for.
  const exact = {
    width: transform.width ?? naturalSide(trim.width, transform.height, trim.height, fit),
    height: transform.height ?? naturalSide(trim.height, transform.width, trim.width, fit),
  };
  const box = scaledBy(exact, 1);
  const scaled = fit === 'squeeze' ? box : scaledBy(trim, scaleFor(fit, exact, trim));
  const isCropped = fit === 'cover' || fit === 'crop';
  const shown = isCropped ? smallest(box, scaled) : scaled;
  return {
    source: { width: source.width, height: source.height },
    trim,
    scaled,
    crop: placed(shown, scaled, gravity),
    canvas: fit === 'pad' ? box : shown,
  };
}

/** A side that was not asked for is that of the picture, scaled as the other one is. */
function naturalSide(ownPx: number, otherAskedPx: number | undefined, otherPx: number, fit: Transform['fit']): number {
  if (otherAskedPx === undefined) return ownPx;
  const scale = otherAskedPx / otherPx;
  const isEnlarged = fit !== 'scale-down' && fit !== 'crop';
  return ownPx * (isEnlarged ? scale : Math.min(1, scale));
}

function scaleFor(fit: Exclude<Transform['fit'], 'squeeze'>, box: Size, source: Size): number {
  const [byWidth, byHeight] = [box.width / source.width, box.height / source.height];
  switch (fit) {
    case 'scale-down':
      return Math.min(1, byWidth, byHeight);
    case 'contain':
    case 'pad':
      return Math.min(byWidth, byHeight);
    case 'cover':
      return Math.max(byWidth, byHeight);
    case 'crop':
      return Math.min(1, Math.max(byWidth, byHeight));
    default:
      return fit satisfies never;
  }
}

function trimmed(source: Size, trim: Transform['trim']): Region | undefined {
  const { left = 0, top = 0, right = 0, bottom = 0 } = trim ?? {};
  const width = Math.min(trim?.width ?? source.width - left - right, source.width - left);
  const height = Math.min(trim?.height ?? source.height - top - bottom, source.height - top);
  return width < 1 || height < 1 ? undefined : { left, top, width, height };
}

/** Where a part of the given size lies in a picture. */
function placed(part: Size, whole: Size, gravity: Transform['gravity']): Region {
  const left = offset(part.width, whole.width, horizontal(gravity));
  const top = offset(part.height, whole.height, vertical(gravity));
  return { ...part, left, top };
}

/** Along one side: which share of what is left over lies before the part, or which point is in its middle. */
type Anchor = { readonly shareBefore: number } | { readonly middle: number };

function horizontal(gravity: Transform['gravity']): Anchor {
  if (typeof gravity === 'object') return anchor(gravity.x, gravity.mode);
  return { shareBefore: gravity === 'left' ? 0 : gravity === 'right' ? 1 : 0.5 };
}

function vertical(gravity: Transform['gravity']): Anchor {
  if (typeof gravity === 'object') return anchor(gravity.y, gravity.mode);
  return { shareBefore: gravity === 'top' ? 0 : gravity === 'bottom' ? 1 : 0.5 };
}

const anchor = (share: number, mode: 'remainder' | 'box-center'): Anchor =>
  mode === 'remainder' ? { shareBefore: share } : { middle: share };

function offset(partPx: number, wholePx: number, at: Anchor): number {
  const remainderPx = wholePx - partPx;
  const wantedPx = 'shareBefore' in at ? at.shareBefore * remainderPx : at.middle * wholePx - partPx / 2;
  return Math.min(remainderPx, Math.max(0, Math.round(wantedPx)));
}

const atLeastOne = (px: number): number => Math.max(1, Math.round(px));

const scaledBy = ({ width, height }: Size, scale: number): Size => ({
  width: atLeastOne(width * scale),
  height: atLeastOne(height * scale),
});

const smallest = (a: Size, b: Size): Size => ({
  width: Math.min(a.width, b.width),
  height: Math.min(a.height, b.height),
});
