import type { Pixels } from './pixels.ts';

/** Pixels whose channels agree in their highest four bits are taken for one colour. */
const BIN_BITS = 4;
const BIN_COUNT = 1 << (3 * BIN_BITS);

/**
 * Returns the dominant colour as `#rrggbb`: the mean of the colour that covers most of a picture. What lets light
 * through counts for less. Undefined where nothing can be seen.
 */
export function dominantColor({ rgba }: Pixels): string | undefined {
  const weights = new Float64Array(BIN_COUNT);
  for (let at = 0; at < rgba.length; at += 4) {
    const bin = binOf(rgba, at);
    weights[bin] = (weights[bin] ?? 0) + (rgba[at + 3] ?? 0);
  }
  const heaviest = Math.max(...weights);
  if (heaviest === 0) return undefined;
  return meanOf(rgba, weights.indexOf(heaviest), heaviest);
}

function meanOf(rgba: Uint8Array, bin: number, weight: number): string {
  const sums = [0, 0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    if (binOf(rgba, at) !== bin) continue;
    const alpha = rgba[at + 3] ?? 0;
    for (const channel of [0, 1, 2]) sums[channel] = (sums[channel] ?? 0) + alpha * (rgba[at + channel] ?? 0);
  }
  const hex = sums.map((sum) =>
    Math.round(sum / weight)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

function binOf(rgba: Uint8Array, at: number): number {
  const shift = 8 - BIN_BITS;
  const [red, green, blue] = [(rgba[at] ?? 0) >> shift, (rgba[at + 1] ?? 0) >> shift, (rgba[at + 2] ?? 0) >> shift];
  return (red << (2 * BIN_BITS)) | (green << BIN_BITS) | blue;
}
