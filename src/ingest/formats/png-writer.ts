import { giveWay } from '../../platform/timer.ts';
import { concatenate } from './bytes.ts';
import { crc32 } from './crc32.ts';

/** A picture to be written as PNG, row by row. */
export interface PngPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kind: PngKind;
  /** An ICC profile of the colours. */
  readonly profile?: Uint8Array | undefined;
  /** The rows from the top, packed as PNG packs them. All rows may be the same buffer. */
  readonly rows: Iterable<Uint8Array>;
}

/** The colour types that the decoders need. A palette has three bytes (red, green, blue) per colour. */
export type PngKind =
  | { readonly colour: 'grey'; readonly depthBits: 1 }
  | { readonly colour: 'palette'; readonly depthBits: 1 | 2 | 4 | 8; readonly palette: Uint8Array }
  | { readonly colour: 'rgb' | 'rgba'; readonly depthBits: 8 };

const COLOUR_TYPES = { grey: 0, rgb: 2, palette: 3, rgba: 6 } as const;
const BYTES_PER_PIXEL = { grey: 0, palette: 0, rgb: 3, rgba: 4 } as const;
/** The bytes of length, type and checksum around the data of a chunk. */
const CHUNK_OVERHEAD_BYTES = 12;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const NO_FILTER = 0;
const LEFT_NEIGHBOUR_FILTER = 1;
/** The approximate size of the batches in which rows are compressed: few writes, and little memory. */
const BATCH_BYTES = 128 * 1024;

/** Returns the parts of a chunk; the data is not copied. */
const chunk = (type: string, data: Uint8Array): readonly Uint8Array[] => {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, data.length);
  for (let at = 0; at < 4; at++) head[4 + at] = type.charCodeAt(at);
  const tail = new Uint8Array(4);
  new DataView(tail.buffer).setUint32(0, crc32(head.subarray(4), data));
  return [head, data, tail];
};

const headerData = ({ widthPx, heightPx, kind }: PngPicture): Uint8Array => {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, widthPx);
  view.setUint32(4, heightPx);
  data[8] = kind.depthBits;
  data[9] = COLOUR_TYPES[kind.colour];
  return data;
};

/**
 * Writes a filter byte and the row at `at`. True colour is stored as differences to the pixel on the left, which
 * compresses much better.
 */
const writeRow = (batch: Uint8Array, at: number, row: Uint8Array, pixelBytes: number): void => {
  batch[at] = pixelBytes === 0 ? NO_FILTER : LEFT_NEIGHBOUR_FILTER;
  batch.set(row, at + 1);
  if (pixelBytes === 0) return;
  const first = at + 1;
  for (let index = row.length - 1; index >= pixelBytes; index--) {
    batch[first + index] = (row[index] ?? 0) - (row[index - pixelBytes] ?? 0);
  }
};

/** Yields the filtered rows in batches; each is a buffer of its own. */
function* filterRows(picture: PngPicture): Generator<Uint8Array> {
  const pixelBytes = BYTES_PER_PIXEL[picture.kind.colour];
  let batch = new Uint8Array(0);
  let filledBytes = 0;
  for (const row of picture.rows) {
    if (filledBytes + row.length + 1 > batch.length) {
      if (filledBytes > 0) yield batch.subarray(0, filledBytes);
      batch = new Uint8Array(Math.max(BATCH_BYTES, row.length + 1));
      filledBytes = 0;
    }
    writeRow(batch, filledBytes, row, pixelBytes);
    filledBytes += row.length + 1;
  }
  if (filledBytes > 0) yield batch.subarray(0, filledBytes);
}

/** After so many bytes others have their turn: the compressor waits for nothing but the processor. */
const GIVE_WAY_BYTES = 1024 * 1024;

/** Writes all batches to the compressor, and waits for it after each, so that only one batch is in memory. */
const writeBatches = async (
  batches: Iterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> => {
  let bytesInTurn = 0;
  for (const batch of batches) {
    await writer.write(batch);
    bytesInTurn += batch.length;
    if (bytesInTurn < GIVE_WAY_BYTES) continue;
    await giveWay();
    bytesInTurn = 0;
  }
  await writer.close();
};

/** Collects the compressed pieces. Cancels the stream and returns undefined when they become larger than `maxBytes`. */
const collectOutput = async (
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<readonly Uint8Array[] | undefined> => {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return pieces;
    sizeBytes += value.length + CHUNK_OVERHEAD_BYTES;
    if (sizeBytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
};

/** Returns a chunk with a colour profile, which is compressed and has a name; nothing where there is no profile. */
const profileChunk = async (profile: Uint8Array | undefined): Promise<readonly Uint8Array[]> => {
  if (profile === undefined) return [];
  const compressed = new Blob([profile]).stream().pipeThrough(new CompressionStream('deflate'));
  // The name, the zero that ends it, and the number of the compression.
  const head = new TextEncoder().encode('ICC profile\0\0');
  return chunk('iCCP', concatenate([head, new Uint8Array(await new Response(compressed).arrayBuffer())]));
};

/**
 * Compresses filtered rows to data chunks while they are produced. Returns undefined when these would be larger than
 * `maxBytes`.
 */
export const writeDataChunks = async (
  batches: Iterable<Uint8Array>,
  maxBytes: number,
): Promise<readonly Uint8Array[] | undefined> => {
  const compressor = new CompressionStream('deflate');
  const collecting = collectOutput(compressor.readable, maxBytes);
  // Writing fails once collecting has cancelled the stream; that failure adds no information.
  const writing = writeBatches(batches, compressor.writable.getWriter()).catch(() => undefined);
  const [pieces] = await Promise.all([collecting, writing]);
  return pieces?.flatMap((piece) => chunk('IDAT', piece));
};

/**
 * Writes a PNG (PNG specification, third edition) while its rows are produced, so that memory holds little more than
 * the compressed result. Returns undefined when the compressed rows would be larger than `maxBytes`.
 */
export const writePng = async (picture: PngPicture, maxBytes: number): Promise<Uint8Array | undefined> => {
  const data = await writeDataChunks(filterRows(picture), maxBytes);
  if (!data) return undefined;
  const palette = picture.kind.colour === 'palette' ? chunk('PLTE', picture.kind.palette) : [];
  return concatenate([
    SIGNATURE,
    ...chunk('IHDR', headerData(picture)),
    ...(await profileChunk(picture.profile)),
    ...palette,
    ...data,
    ...chunk('IEND', new Uint8Array(0)),
  ]);
};
