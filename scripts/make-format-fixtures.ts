import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildBmp, type BmpRecipe } from '../test/ingest/formats/build-bmp.ts';
import { decodeWithImageMagick, runImageMagick } from './imagemagick.ts';

/**
 * Makes test/fixtures/formats: small BMP, WBMP and XBM files, most written by ImageMagick, each beside the pixels that
 * ImageMagick reads from it (NAME.rgba). Needs Debian's package imagemagick; run by hand with `node
 * scripts/make-format-fixtures.ts`.
 */
const FOLDER = 'test/fixtures/formats';
/** An odd width and height, so that every padding rule takes effect. */
const [WIDTH_PX, HEIGHT_PX] = [19, 13];

const source = ['-size', `${WIDTH_PX}x${HEIGHT_PX}`, '-seed', '7', 'plasma:tomato-steelblue', '-strip'];
const translucent = ['-alpha', 'set', '-channel', 'A', '-fx', '(i+j)/(w+h)', '+channel'];

/** Files that ImageMagick writes, with the arguments between the source and the name. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'windows3-24.bmp': ['-define', 'bmp:format=bmp3'],
  'os2-1x-24.bmp': ['-define', 'bmp:format=bmp2'],
  'os2-1x-8.bmp': ['-colors', '40', '-type', 'Palette', '-define', 'bmp:format=bmp2'],
  'v4-24.bmp': ['-define', 'bmp:format=bmp4'],
  'v4-32-alpha.bmp': [...translucent, '-define', 'bmp:format=bmp4'],
  'windows3-8.bmp': ['-colors', '100', '-type', 'Palette', '-compress', 'None', '-define', 'bmp:format=bmp3'],
  'windows3-4.bmp': ['-colors', '14', '-type', 'Palette', '-compress', 'None', '-define', 'bmp:format=bmp3'],
  'windows3-1.bmp': ['-colors', '2', '-type', 'Palette', '-compress', 'None', '-define', 'bmp:format=bmp3'],
  'windows3-rle8.bmp': ['-colors', '6', '-type', 'Palette', '-compress', 'RLE', '-define', 'bmp:format=bmp3'],
  'rgb565.bmp': ['-define', 'bmp:subtype=RGB565'],
  'rgb555.bmp': ['-define', 'bmp:subtype=RGB555'],
  'plain.wbmp': ['-monochrome'],
  'plain.xbm': ['-monochrome'],
};

const bytesOf = (count: number, at: (index: number) => number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => at(i));

/** Returns a row of 4-bit run-length codes, with runs and literals of odd length; every second row is short. */
const rle4Row = (y: number): readonly number[] => [
  6,
  0x12 + y,
  0,
  5,
  0x34,
  0x56,
  0x70,
  0,
  4,
  0x90 | y,
  ...(y % 2 ? [3, 0xab] : []),
  0,
  0,
];

const palette = Array.from({ length: 16 }, (_, index) => [index * 17, 255 - index * 9, (index * 61) % 256] as const);

/** Files of variants that ImageMagick reads but does not write. */
const BUILT: Readonly<Record<string, BmpRecipe>> = {
  'top-down-24.bmp': { widthPx: 7, heightPx: -5, bits: 24, data: bytesOf(24 * 5, (i) => (i * 37) % 256) },
  'plain-16.bmp': { widthPx: 7, heightPx: 5, bits: 16, data: bytesOf(16 * 5, (i) => (i * 41) % 256) },
  'plain-32.bmp': {
    widthPx: 7,
    heightPx: 5,
    bits: 32,
    data: bytesOf(28 * 5, (i) => (i % 4 === 3 ? 255 : (i * 43) % 256)),
  },
  'short-palette-8.bmp': {
    widthPx: 7,
    heightPx: 5,
    bits: 8,
    palette,
    data: bytesOf(8 * 5, (i) => (i * 3) % 16),
  },
  'rle4.bmp': {
    widthPx: 18,
    heightPx: 6,
    bits: 4,
    compression: 2,
    palette,
    data: Uint8Array.from([...[0, 1, 2, 3, 4, 5].flatMap(rle4Row), 0, 1]),
  },
};

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const [name, args] of Object.entries(WRITTEN)) runImageMagick(...source, ...args, `${FOLDER}/${name}`);
for (const [name, recipe] of Object.entries(BUILT)) writeFileSync(`${FOLDER}/${name}`, buildBmp(recipe));
for (const name of readdirSync(FOLDER)) {
  writeFileSync(`${FOLDER}/${name}.rgba`, decodeWithImageMagick(`${FOLDER}/${name}`));
}
writeFileSync(
  `${FOLDER}/README.md`,
  `# Fixtures of formats that we decode

Made by \`node scripts/make-format-fixtures.ts\` with ImageMagick 6 (Debian package \`imagemagick\`); nothing here comes from elsewhere.
\`NAME.rgba\` holds the pixels that ImageMagick reads from \`NAME\`: red, green, blue, alpha, from the top, no header. Colours of
5 or 6 bits may differ by one: ImageMagick repeats bits, we round.

ImageMagick cannot referee everything: it is wrong or lost on OS/2 2.x headers, on run-length codes with moves, on masks of
other than 5, 6 or 8 bits (their brightest white is not white) and on XBM files with
comments, decimal or negative values. Those are checked against pixels written by hand in \`test/ingest/render-source.test.ts\`.
`,
);
