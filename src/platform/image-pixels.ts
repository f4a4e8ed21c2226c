import type { Images } from './images.ts';

/**
 * Has a picture scaled to exactly this size in pixels, and returns its pixels: red, green, blue and alpha, a byte each.
 * Of an animation it is the first frame. @throws where Images fails, or answers something else.
 */
export async function scaledPixels(
  images: Images,
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Promise<Uint8Array> {
  const made = await images
    .input(new Blob([bytes]).stream())
    .transform({ width: widthPx, height: heightPx, fit: 'squeeze' })
    .output({ format: 'rgba', anim: false });
  const rgba = await made.response().bytes();
  if (rgba.length !== widthPx * heightPx * 4) throw new Error(`Images gave ${rgba.length} bytes of pixels.`);
  return rgba;
}
