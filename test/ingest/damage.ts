import { readJpeg } from '../../src/ingest/formats/jpeg.ts';
import { concatenate } from '../../src/ingest/formats/bytes.ts';
import { sample } from '../support/pictures.ts';
import { pngChunk } from './formats/build-pictures.ts';

/** Where the data of the only data chunk of a PNG begins and ends. */
function dataRange(png: Uint8Array): readonly [number, number] {
  const at = new TextDecoder('latin1').decode(png).indexOf('IDAT') + 4;
  return [at, at + new DataView(png.buffer, png.byteOffset).getUint32(at - 8)];
}

/** A PNG with other compressed data, whose chunk has the right checksum. */
export function withData(png: Uint8Array, change: (data: Uint8Array) => Uint8Array): Uint8Array {
  const [from, to] = dataRange(png);
  const chunk = Uint8Array.from(pngChunk('IDAT', [...change(png.slice(from, to))]));
  return concatenate([png.subarray(0, from - 8), chunk, png.subarray(to + 4)]);
}

/** A PNG with other rows. */
export async function withRows(png: Uint8Array, change: (rows: Uint8Array) => void): Promise<Uint8Array> {
  const [from, to] = dataRange(png);
  const through = async (bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> =>
    new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const rows = await through(png.slice(from, to), new DecompressionStream('deflate'));
  change(rows);
  const data = await through(rows, new CompressionStream('deflate'));
  return withData(png, () => data);
}

/** A PNG whose data has a wrong Adler-32 at its end. */
export const withWrongAdler = (png: Uint8Array): Uint8Array =>
  withData(png, (data) => data.with(data.length - 1, (data.at(-1) ?? 0) ^ 1));

/** Where the coded pixels of a scan of a JPEG begin, and end. */
export function scanRange(jpeg: Uint8Array, index: number): readonly [number, number] {
  const read = readJpeg(jpeg);
  const scan = 'ok' in read ? undefined : read.segments.filter(({ marker }) => marker === 0xda)[index];
  if (scan === undefined) throw new Error('no such scan');
  return [scan.at + 2 + new DataView(jpeg.buffer, jpeg.byteOffset).getUint16(scan.at + 2), scan.endAt];
}

/** A JPEG without the last part of a scan. */
export function withShortScan(jpeg: Uint8Array, index: number, part: number): Uint8Array {
  const [from, to] = scanRange(jpeg, index);
  return concatenate([jpeg.subarray(0, from + Math.floor((to - from) * part)), jpeg.subarray(to)]);
}

/** A file with other bytes at `at`. */
export function withBytes(bytes: Uint8Array, at: number, others: readonly number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(others, at);
  return changed;
}

/** A lossless WEBP whose codes stand for nothing. */
export const brokenWebp = (): Uint8Array => {
  const whole = sample('mug-alpha-lossless.webp');
  return whole.slice().fill(0xff, Math.floor(whole.length / 2), whole.length - 4);
};
