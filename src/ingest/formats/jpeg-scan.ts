import { JpegBitReader, JpegBitWriter, type JpegCodes } from './jpeg-bits.ts';

const LAST_COEFFICIENT = 63;
const END_OF_BLOCK = 0;
const SIXTEEN_ZEROS = 0xf0;
const MAX_DC_BITS = 11;
const MAX_AC_BITS = 10;

/** One block of each unit of a scan, with the codes of its component. */
export interface BlockCodes {
  readonly dc: JpegCodes;
  /** undefined: the scan has no others than the first coefficient. */
  readonly ac: JpegCodes | undefined;
}

/** What a scan is made of: the blocks of a unit, how many units, and after how many a restart marker comes (0: none). */
export interface ScanLayout {
  readonly blocks: readonly BlockCodes[];
  readonly unitCount: number;
  readonly restartInterval: number;
}

/** Copies up to 16 bits; returns false at the end of the data. */
export const copyBits = (reader: JpegBitReader, writer: JpegBitWriter, count: number): boolean => {
  const value = reader.bits(count);
  if (count > 0 && value >= 0) writer.bits(value, count);
  return value >= 0;
};

/** Copies one block; returns false where it is damaged. */
const copyBlock = ({ dc, ac }: BlockCodes, reader: JpegBitReader, writer: JpegBitWriter): boolean => {
  const dcBits = dc.copy(reader, writer);
  if (dcBits < 0 || dcBits > MAX_DC_BITS || !copyBits(reader, writer, dcBits)) return false;
  if (ac === undefined) return true;
  for (let at = 1; at <= LAST_COEFFICIENT; at++) {
    const symbol = ac.copy(reader, writer);
    if (symbol < 0) return false;
    if (symbol === END_OF_BLOCK) return true;
    at += symbol >> 4;
    if (symbol === SIXTEEN_ZEROS) continue;
    const size = symbol & 15;
    if (at > LAST_COEFFICIENT || size === 0 || size > MAX_AC_BITS || !copyBits(reader, writer, size)) return false;
  }
  return true;
};

/** Writes a block of the same brightness as the one before; returns false where the codes cannot say that. */
const writeEmptyBlock = ({ dc, ac }: BlockCodes, writer: JpegBitWriter): boolean =>
  dc.write(0, writer) && (ac === undefined || ac.write(END_OF_BLOCK, writer));

/** Splits the data of a scan at its restart markers, whatever their numbers. */
export const splitAtRestarts = (data: Uint8Array): readonly Uint8Array[] => {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = data.indexOf(0xff); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const marker = data[at + 1] ?? 0;
    if (marker < 0xd0 || marker > 0xd7) continue;
    parts.push(data.subarray(from, at));
    from = at + 2;
  }
  return [...parts, data.subarray(from)];
};

/** Copies the sound units of one interval and fills up the others. Returns how many were sound; -1 where it cannot. */
const copyInterval = (
  blocks: readonly BlockCodes[],
  unitCount: number,
  data: Uint8Array,
  writer: JpegBitWriter,
): number => {
  const reader = new JpegBitReader(data);
  let sound = 0;
  for (; sound < unitCount; sound++) {
    writer.mark();
    if (blocks.every((block) => copyBlock(block, reader, writer))) continue;
    writer.rewind();
    break;
  }
  for (let unit = sound; unit < unitCount; unit++) {
    if (!blocks.every((block) => writeEmptyBlock(block, writer))) return -1;
  }
  return sound;
};

/**
 * Returns the coded pixels of a scan without its damage: in every interval the units up to the first damage, then
 * plain ones; restart markers in sequence. Returns undefined where no unit is sound, where the tables have no code for
 * plain units, and where the result would be larger than `maxBytes`.
 */
export const mendScan = (data: Uint8Array, layout: ScanLayout, maxBytes: number): Uint8Array | undefined => {
  const { blocks, unitCount, restartInterval } = layout;
  const writer = new JpegBitWriter();
  const parts = restartInterval === 0 ? [data] : splitAtRestarts(data);
  const perInterval = restartInterval === 0 ? unitCount : restartInterval;
  let soundCount = 0;
  for (let unit = 0, index = 0; unit < unitCount; unit += perInterval, index++) {
    if (index > 0) writer.marker(0xd0 + ((index - 1) % 8));
    const part = parts[index] ?? new Uint8Array(0);
    const sound = copyInterval(blocks, Math.min(perInterval, unitCount - unit), part, writer);
    if (sound < 0 || writer.byteCount > maxBytes) return undefined;
    soundCount += sound;
    writer.align();
  }
  return soundCount === 0 ? undefined : writer.finish();
};
