/** A glaze of the wall tile: what files are called by, its names, and its colour in sRGB. */
export interface Glaze {
  readonly name: string;
  readonly en: string;
  readonly cs: string;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

const HUES = [
  { en: 'sea green', cs: 'mořsky zelená', degrees: 172, strength: 0.52 },
  { en: 'sage', cs: 'šalvějová', degrees: 105, strength: 0.2 },
  { en: 'olive', cs: 'olivová', degrees: 66, strength: 0.4 },
  { en: 'mustard', cs: 'hořčicová', degrees: 43, strength: 0.66 },
  { en: 'apricot', cs: 'meruňková', degrees: 28, strength: 0.66 },
  { en: 'terracotta', cs: 'terakotová', degrees: 16, strength: 0.52 },
  { en: 'rose', cs: 'růžová', degrees: 352, strength: 0.36 },
  { en: 'plum', cs: 'švestková', degrees: 318, strength: 0.26 },
  { en: 'lavender', cs: 'levandulová', degrees: 262, strength: 0.28 },
  { en: 'cobalt', cs: 'kobaltová', degrees: 220, strength: 0.58 },
  { en: 'sky', cs: 'nebeská', degrees: 200, strength: 0.46 },
  { en: 'stone', cs: 'kamenná', degrees: 36, strength: 0.1 },
] as const;

const TONES = [
  { en: 'pale', cs: 'bledá', lightness: 0.84 },
  { en: 'light', cs: 'světlá', lightness: 0.71 },
  { en: 'medium', cs: 'střední', lightness: 0.56 },
  { en: 'deep', cs: 'sytá', lightness: 0.41 },
  { en: 'dark', cs: 'tmavá', lightness: 0.27 },
] as const;

/** Returns one channel, 0 to 255, of a colour by hue (degrees), saturation and lightness, as CSS defines it. */
function channel(offset: number, degrees: number, strength: number, lightness: number): number {
  const at = (offset + degrees / 30) % 12;
  const reach = strength * Math.min(lightness, 1 - lightness);
  return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
}

/** All glazes, sixty of them: each hue from pale to dark. */
export const GLAZES: readonly Glaze[] = HUES.flatMap((hue) =>
  TONES.map((tone) => ({
    name: `${hue.en.replaceAll(' ', '-')}-${tone.en}`,
    en: `${tone.en} ${hue.en}`,
    cs: `${hue.cs} ${tone.cs}`,
    red: channel(0, hue.degrees, hue.strength, tone.lightness),
    green: channel(8, hue.degrees, hue.strength, tone.lightness),
    blue: channel(4, hue.degrees, hue.strength, tone.lightness),
  })),
);
