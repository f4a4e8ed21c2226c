/** A PNG reader for tests: only what our own writer produces (no interlacing, filters 0 and 1), to RGBA. */

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 6: 4 };

interface Chunks {
  readonly palette: Uint8Array;
  readonly compressed: Blob;
}

const readChunks = (png: Uint8Array): Chunks => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const data: Uint8Array[] = [];
  let palette = new Uint8Array(0);
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const content = png.slice(at + 8, at + 8 + view.getUint32(at));
    if (type === 'IDAT') data.push(content);
    if (type === 'PLTE') palette = content;
  }
  return { palette, compressed: new Blob(data) };
};

const unfilter = (row: Uint8Array, filter: number, pixelBytes: number): void => {
  if (filter > 1) throw new Error(`filter ${filter}`);
  if (filter === 0) return;
  for (let at = pixelBytes; at < row.length; at++) row[at] = (row[at] ?? 0) + (row[at - pixelBytes] ?? 0);
};

/** The samples of one pixel, whatever their depth. */
const sampleAt = (row: Uint8Array, index: number, depthBits: number): number => {
  const bitAt = index * depthBits;
  return ((row[bitAt >> 3] ?? 0) >> (8 - depthBits - (bitAt & 7))) & ((1 << depthBits) - 1);
};

const toRgba = (samples: readonly number[], colourType: number, depthBits: number, palette: Uint8Array): number[] => {
  const [first = 0] = samples;
  if (colourType === 3) {
    if (first * 3 + 3 > palette.length) throw new Error(`colour ${first} is not in the palette`);
    return [...palette.subarray(first * 3, first * 3 + 3), 255];
  }
  if (colourType === 0) return [...Array<number>(3).fill((first * 255) / ((1 << depthBits) - 1)), 255];
  return colourType === 6 ? [...samples] : [...samples, 255];
};

/** Size and pixels (RGBA, from the top) of a PNG made by our writer; throws where anything is odd. */
export const readPng = async (png: Uint8Array): Promise<{ widthPx: number; heightPx: number; rgba: number[] }> => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [widthPx, heightPx] = [view.getUint32(16), view.getUint32(20)];
  const [depthBits = 0, colourType = 0] = png.subarray(24, 26);
  const channels = CHANNELS[colourType] ?? 0;
  const { palette, compressed } = readChunks(png);
  const inflated = compressed.stream().pipeThrough(new DecompressionStream('deflate'));
  const raw = new Uint8Array(await new Response(inflated).arrayBuffer());
  const rowBytes = Math.ceil((widthPx * channels * depthBits) / 8);
  if (raw.length !== (rowBytes + 1) * heightPx) throw new Error(`${raw.length} bytes of pixels`);
  const rgba: number[] = [];
  for (let y = 0; y < heightPx; y++) {
    const row = raw.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1));
    unfilter(row, raw[y * (rowBytes + 1)] ?? 0, channels);
    for (let x = 0; x < widthPx; x++) {
      const samples = Array.from({ length: channels }, (_, index) => sampleAt(row, x * channels + index, depthBits));
      rgba.push(...toRgba(samples, colourType, depthBits, palette));
    }
  }
  return { widthPx, heightPx, rgba };
};
