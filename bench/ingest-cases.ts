import { decode as decodeBmp } from 'bmp-ts';
import sharp from 'sharp';
import { readBmpLayout } from '../src/ingest/formats/bmp-header.ts';
import { bmpRows } from '../src/ingest/formats/bmp-rows.ts';
import { inspectPicture } from '../src/ingest/inspect.ts';
import { MAX_FILE_BYTES } from '../src/ingest/limits.ts';
import { needsRenderSource, makeRenderSource } from '../src/ingest/render-source.ts';
import { buildBmp } from '../test/ingest/formats/build-bmp.ts';

/** One measurement, with a reference that does the same where there is one. */
export interface Case {
  readonly name: string;
  readonly megapixels: number;
  readonly make: () => Promise<Uint8Array>;
  readonly ours: (bytes: Uint8Array) => unknown;
  readonly referenceName?: string;
  readonly reference?: (bytes: Uint8Array) => unknown;
}

/** Returns alternating noise and ramps, so that the data is neither incompressible nor trivial to compress. */
const pixels = (count: number): Uint8Array => {
  const bytes = new Uint8Array(count);
  let state = 1;
  for (let at = 0; at < count; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = at & 0x4000 ? state >>> 24 : at >> 6;
  }
  return bytes;
};

const noise = (widthPx: number, heightPx: number) => {
  const data = pixels(widthPx * heightPx * 3);
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
};

/** Inspects a picture; throws where it is refused, so that no refusal is measured by mistake. */
const inspect = (bytes: Uint8Array): unknown => {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.fault));
  return inspected.value;
};

const inspectCase = (name: string, megapixels: number, make: () => Promise<Uint8Array>): Case => ({
  name: `inspect ${name}`,
  megapixels,
  make,
  ours: inspect,
  referenceName: 'sharp metadata',
  reference: (bytes) => sharp(bytes, { pages: -1 }).metadata(),
});

/** Decodes every row and sums up their first bytes, so that the decoding is not optimised away. */
const decodeRows = (bytes: Uint8Array): number => {
  const layout = readBmpLayout(bytes);
  if (!layout.ok) throw new Error(JSON.stringify(layout.fault));
  let sum = 0;
  for (const row of bmpRows(bytes, layout.value).rows) sum += row[0] ?? 0;
  return sum;
};

const toPng = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok || !needsRenderSource(inspected.value)) throw new Error('not to be decoded');
  const png = await makeRenderSource(bytes, inspected.value);
  if (!png.ok) throw new Error(JSON.stringify(png.fault));
  return png.value;
};

/** The reference: bmp-ts decodes to RGBA, and sharp encodes the PNG. */
const toPngByReference = (bytes: Uint8Array): Promise<Buffer> => {
  const { data, width, height } = decodeBmp(Buffer.from(bytes.buffer), { toRGBA: true });
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
};

const bmpCases = (name: string, widthPx: number, heightPx: number, make: () => Uint8Array): readonly Case[] => {
  const shared = { megapixels: (widthPx * heightPx) / 1e6, make: () => Promise.resolve(make()) };
  return [
    {
      ...shared,
      name: `decode BMP ${name}`,
      ours: decodeRows,
      referenceName: 'bmp-ts',
      reference: (bytes) => decodeBmp(Buffer.from(bytes.buffer), { toRGBA: true }),
    },
    {
      ...shared,
      name: `BMP ${name} to PNG`,
      ours: toPng,
      referenceName: 'bmp-ts + sharp',
      reference: toPngByReference,
    },
  ];
};

const plainBmp = (bits: number, widthPx: number, heightPx: number, headerBytes = 40, masks?: readonly number[]) => {
  const data = pixels(Math.ceil((widthPx * bits) / 32) * 4 * heightPx);
  const palette = bits > 8 ? [] : Array.from({ length: 1 << bits }, (_, i) => [i, 255 - i, i ^ 85] as const);
  return buildBmp({ widthPx, heightPx, bits, headerBytes, palette, data, ...(masks && { masks, compression: 3 }) });
};

const rleBmp = (widthPx: number, heightPx: number): Uint8Array => {
  const runs = Array.from({ length: widthPx / 40 }, (_, run) => [40, run % 251]).flat();
  const row = [...runs, 0, 0];
  const data = new Uint8Array(row.length * heightPx + 2);
  for (let y = 0; y < heightPx; y++) data.set(row, y * row.length);
  data.set([0, 1], row.length * heightPx);
  const palette = Array.from({ length: 256 }, (_, i) => [i, 255 - i, i ^ 85] as const);
  return buildBmp({ widthPx, heightPx, bits: 8, compression: 1, palette, data });
};

const wbmp = (sidePx: number): Uint8Array => {
  const size = [0x80 | (sidePx >> 7), sidePx & 0x7f];
  const data = pixels((sidePx / 8) * sidePx);
  const bytes = new Uint8Array(6 + data.length);
  bytes.set([0, 0, ...size, ...size]);
  bytes.set(data, 6);
  return bytes;
};

const xbm = (sidePx: number): Uint8Array => {
  const header = `#define a_width ${sidePx}\n#define a_height ${sidePx}\nstatic unsigned char a_bits[] = {\n`;
  const values = Array.from(pixels((sidePx / 8) * sidePx), (value) => `0x${value.toString(16).padStart(2, '0')}`);
  return new TextEncoder().encode(`${header}${values.join(',')}};\n`);
};

/** The reference for one-bit formats. Sharp reads neither of them, so that only its PNG encoding can be compared. */
const packByReference = (sidePx: number): Promise<Buffer> =>
  sharp(pixels(sidePx * sidePx), { raw: { width: sidePx, height: sidePx, channels: 1 } })
    .png({ palette: true, colours: 2 })
    .toBuffer();

const bilevelCase = (name: string, sidePx: number, make: () => Uint8Array): Case => ({
  name: `${name} to PNG`,
  megapixels: (sidePx * sidePx) / 1e6,
  make: () => Promise.resolve(make()),
  ours: toPng,
  referenceName: 'sharp, packing only',
  reference: () => packByReference(sidePx),
});

/** All cases; their files have nearly the largest size that may be uploaded. */
export const CASES: readonly Case[] = [
  inspectCase('JPEG', 7.7, () => noise(3_200, 2_400).jpeg({ quality: 96 }).toBuffer()),
  inspectCase('JPEG progressive', 7.7, () => noise(3_200, 2_400).jpeg({ quality: 96, progressive: true }).toBuffer()),
  inspectCase('PNG', 4.8, () => noise(2_400, 2_000).png().toBuffer()),
  inspectCase('GIF', 9.6, () => noise(3_600, 2_660).gif().toBuffer()),
  inspectCase('WEBP', 9, () => noise(3_600, 2_500).webp({ quality: 90, effort: 0 }).toBuffer()),
  ...bmpCases('24 bits', 1_672, 1_672, () => plainBmp(24, 1_672, 1_672)),
  ...bmpCases('32 bits', 1_448, 1_448, () => plainBmp(32, 1_448, 1_448)),
  ...bmpCases('32 bits alpha', 1_448, 1_448, () =>
    plainBmp(32, 1_448, 1_448, 124, [0xff0000, 0xff00, 0xff, 0xff000000]),
  ),
  ...bmpCases('16 bits', 2_048, 2_040, () => plainBmp(16, 2_048, 2_040)),
  ...bmpCases('8 bits', 2_892, 2_892, () => plainBmp(8, 2_892, 2_892)),
  ...bmpCases('4 bits', 4_088, 4_088, () => plainBmp(4, 4_088, 4_088)),
  ...bmpCases('1 bit', 8_184, 8_184, () => plainBmp(1, 8_184, 8_184)),
  ...bmpCases('RLE8', 4_000, 4_160, () => rleBmp(4_000, 4_160)),
  bilevelCase('WBMP', 8_184, () => wbmp(8_184)),
  bilevelCase('XBM', 3_648, () => xbm(3_648)),
];

/** Throws where a file is larger than may be uploaded. */
export const checkSize = (name: string, bytes: Uint8Array): void => {
  if (bytes.length > MAX_FILE_BYTES) throw new Error(`${name}: ${bytes.length} bytes are over the limit`);
};
