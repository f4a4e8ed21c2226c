import { type Attempt, MAX_FILE_BYTES, planAttempts, type PictureSize } from './plan-picture.ts';

/** A picture that was drawn anew. */
export interface Redrawn extends PictureSize {
  readonly blob: Blob;
}

/** The side of the copy that is looked at for transparency, in pixels. */
const PROBE_PX = 256;

/**
 * Draws a picture anew so that the service takes it: upright, in a format that it knows, with sides and bytes that fit.
 *
 * @returns undefined where the browser cannot.
 */
export async function redraw(file: Blob, size: PictureSize): Promise<Redrawn | undefined> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  try {
    const type = isTransparent(bitmap) ? 'image/webp' : 'image/jpeg';
    for (const attempt of planAttempts(size)) {
      const blob = await draw(bitmap, attempt, type);
      if (blob !== undefined && blob.size <= MAX_FILE_BYTES) return { ...sizeOf(attempt), blob };
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

const sizeOf = ({ width, height }: Attempt): PictureSize => ({ width, height });

/** A canvas may be larger than the device can have; then the next, smaller attempt is made. */
async function draw(bitmap: ImageBitmap, { width, height, quality }: Attempt, type: string): Promise<Blob | undefined> {
  try {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return await canvas.convertToBlob({ type, quality });
  } catch {
    return undefined;
  }
}

function isTransparent(bitmap: ImageBitmap): boolean {
  const scale = Math.min(1, PROBE_PX / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) return false;
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 250) return true;
  return false;
}
