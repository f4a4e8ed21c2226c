import { decodeRows, needsRenderSource } from '../ingest/render-source.ts';
import { jpegPixels } from '../ingest/placeholder/jpeg-pixels.ts';
import { smallSize, type Pixels } from '../ingest/placeholder/pixels.ts';
import { makePlaceholder } from '../ingest/placeholder/placeholder.ts';
import { rowPixels } from '../ingest/placeholder/row-pixels.ts';
import type { Placeholder } from '../model/media.ts';
import type { Picture } from '../model/picture.ts';
import { withTimeout } from '../platform/deadline.ts';
import { placeholderMemory } from '../platform/isolate-memory.ts';
import { ok } from '../platform/result.ts';
import type { CataloguePorts } from './ports.ts';

/** How long an upload waits for Images, memory included. It waits for the bucket at the same time. */
const IMAGES_TIMEOUT_MS = 2_000;

/** What a placeholder is made of. */
export interface PlaceholderSource {
  /** The file that was uploaded. */
  readonly original: Uint8Array;
  /** What renditions are made from: the original, or the render source. */
  readonly renderSource: Uint8Array;
  readonly picture: Picture;
}

/**
 * Makes the placeholder of an upload (V1-50), with the least work that its format allows. Null where that fails, which
 * is no reason to refuse the upload. Never throws.
 */
export async function placeholderOf(
  ports: Pick<CataloguePorts, 'scaledPixels'>,
  storeHash: string,
  source: PlaceholderSource,
): Promise<Placeholder | null> {
  try {
    const pixels = ownPixels(source) ?? (await pixelsByImages(ports, storeHash, source));
    return makePlaceholder(pixels) ?? null;
  } catch (error) {
    console.warn({ event: 'placeholder-failed', format: source.picture.format, error: String(error) });
    return null;
  }
}

/** Returns the pixels that cost no call of Images; undefined for formats that we do not decode, and broken JPEGs. */
function ownPixels({ original, picture }: PlaceholderSource): Pixels | undefined {
  if (picture.format === 'jpeg') return jpegPixels(original, picture);
  if (!needsRenderSource(picture)) return undefined;
  const decoded = decodeRows(original, picture);
  return decoded.ok ? rowPixels(decoded.value) : undefined;
}

async function pixelsByImages(
  { scaledPixels }: Pick<CataloguePorts, 'scaledPixels'>,
  storeHash: string,
  { renderSource, picture }: PlaceholderSource,
): Promise<Pixels> {
  const size = smallSize(picture);
  const asking = placeholderMemory.run<Uint8Array, never>(storeHash, renderSource.length, async () =>
    ok(await scaledPixels(renderSource, size)),
  );
  const rgba = await withTimeout(asking, IMAGES_TIMEOUT_MS);
  if (!rgba.ok) throw new Error('no memory');
  return { ...size, rgba: rgba.value };
}
