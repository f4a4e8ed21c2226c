import sharp from 'sharp';

/** A colour: the channels from 0 to 255, alpha from 0 to 1. */
export interface Color {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

/** Returns a colour of CSS, by painting with it; undefined where the text is none. */
export async function parseColor(text: string): Promise<Color | undefined> {
  try {
    const pixel = sharp({ create: { width: 1, height: 1, channels: 4, background: text } });
    const [r = 0, g = 0, b = 0, alpha = 0] = await pixel.raw().toBuffer();
    return { r, g, b, alpha: alpha / 255 };
  } catch {
    return undefined;
  }
}
