import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { exifTiff, jpegExif } from '../test/ingest/formats/build-pictures.ts';
import { runImageMagick } from './imagemagick.ts';
import { licenceText, PHOTOGRAPHS } from './sample-sources.ts';

/**
 * Makes samples/: pictures such as shops have, in all formats, small enough for the repository. Needs Debian's package
 * imagemagick. Its argument is the folder of pictures in Debian's package python3-skimage, which need not be installed:
 *
 *   apt-get download python3-skimage && dpkg-deb -x python3-skimage_*.deb skimage
 *   node scripts/make-samples.ts skimage/usr/lib/python3/dist-packages/skimage/data
 */
const SAMPLES = 'samples';
const [, , sourceFolder] = process.argv;
if (sourceFolder === undefined) throw new Error('Say where the pictures of python3-skimage are.');
const scratch = mkdtempSync(join(tmpdir(), 'samples-'));
rmSync(SAMPLES, { recursive: true, force: true });
mkdirSync(SAMPLES);

const photograph = (name: keyof typeof PHOTOGRAPHS): string => join(sourceFolder, PHOTOGRAPHS[name].file);
const make = (name: string, ...args: readonly string[]): void =>
  runImageMagick(...args, '-strip', '-define', 'png:exclude-chunk=date,time', join(SAMPLES, name));
const draw = (widthPx: number, heightPx: number, ...commands: readonly string[]): readonly string[] => [
  '-size',
  `${widthPx}x${heightPx}`,
  'xc:none',
  ...commands.flatMap((command) => ['-draw', command]),
];

/** The arguments that turn an upright picture into what a camera stores, for EXIF orientations 1 to 8. */
const STORED: readonly (readonly string[])[] = [
  [],
  ['-flop'],
  ['-rotate', '180'],
  ['-flip'],
  ['-transpose'],
  ['-rotate', '-90'],
  ['-transverse'],
  ['-rotate', '90'],
];

/** Inserts an EXIF block with this orientation after the first marker of a JPEG. */
const addOrientation = (jpeg: Uint8Array, orientation: number): Uint8Array =>
  Uint8Array.of(0xff, 0xd8, ...jpegExif(exifTiff(orientation, 'MM')), ...jpeg.subarray(2));

const makeOrientations = (): void => {
  STORED.forEach((turn, index) => {
    const path = join(scratch, 'turned.jpg');
    runImageMagick(photograph('cat'), '-resize', '210x140!', ...turn, '-strip', '-quality', '75', path);
    const name = `cat-orientation-${index + 1}.jpg`;
    writeFileSync(join(SAMPLES, name), addOrientation(readFileSync(path), index + 1));
  });
};

const makePhotographs = (): void => {
  const cup = photograph('cup');
  make('cup-landscape.jpg', cup, '-quality', '78');
  make(
    'cup-portrait-progressive.jpg',
    cup,
    '-gravity',
    'center',
    '-crop',
    '260x400+0+0',
    '-interlace',
    'JPEG',
    '-quality',
    '75',
  );
  make('cup-square.webp', cup, '-gravity', 'center', '-crop', '380x380+0+0', '-quality', '75');
  // Not stripped, because a CMYK picture without its Adobe marker is shown in inverted colours.
  runImageMagick(cup, '-resize', '240x160', '-colorspace', 'CMYK', '-quality', '70', join(SAMPLES, 'cup-cmyk.jpg'));
  make('cup-large.jpg', cup, '-resize', '2400x1600', '-blur', '0x1.5', '-quality', '45');
  make('cup-palette.png', cup, '-resize', '240x160', '-colors', '32', '+dither', '-type', 'Palette');
  make('cup-static.gif', cup, '-resize', '210x140', '-colors', '48');
  make('cup-24-bits.bmp', cup, '-resize', '96x64', '-define', 'bmp:format=bmp3');
  make('cup.wbmp', cup, '-resize', '120x80', '-monochrome');
  make('cup.xbm', cup, '-resize', '96x64', '-monochrome');
  make('rocket-poster.jpg', photograph('rocket'), '-resize', '400x', '-quality', '72');
  make('brick-tile-grey.jpg', photograph('bricks'), '-resize', '256x256', '-quality', '60');
  make('turf-grey.png', photograph('turf'), '-resize', '128x128', '-colorspace', 'Gray', '-depth', '8');
};

const shirtPath =
  "path 'M 150,40 C 170,70 230,70 250,40 L 310,60 L 380,150 L 330,190 L 300,160 L 300,370 L 100,370 L 100,160 L 70,190 L 20,150 L 90,60 Z'";
const shirt = (colour: string): readonly string[] =>
  draw(400, 400, `fill ${colour} stroke #333333 stroke-width 4 ${shirtPath}`);
const mug = (colour: string): readonly string[] =>
  draw(
    360,
    320,
    `fill none stroke ${colour} stroke-width 22 ellipse 250,160 60,65 270,90`,
    `fill ${colour} roundrectangle 60,50 250,290 26,26`,
    'fill #00000030 roundrectangle 200,50 250,290 26,26',
    'fill #ffffff50 rectangle 85,80 105,260',
    'fill #4b2e1e ellipse 155,60 90,16 0,360',
  );

/** Draws a box that is turned by `step` twelfths. */
const boxFrame = (step: number): readonly string[] => {
  const edge = 20 + Math.round((160 * step) / 12);
  const faces = [
    `fill #b5793c polygon 20,60 ${edge},80 ${edge},190 20,160`,
    `fill #d69a58 polygon ${edge},80 180,60 180,160 ${edge},190`,
    `fill #e9b97c polygon 20,60 100,40 180,60 ${edge},80`,
  ];
  return ['(', ...draw(200, 220, ...faces), '-background', 'white', '-flatten', ')'];
};

const makeDrawings = (): void => {
  make('shirt-red-transparent.png', ...shirt('#c62828'));
  make('shirt-blue-palette.png', ...shirt('#1565c0'), '-colors', '16', '-type', 'PaletteAlpha');
  make('shirt-green-transparent.gif', ...shirt('#2e7d32'), '-channel', 'A', '-threshold', '50%');
  make('mug-alpha-lossless.webp', ...mug('#00796b'), '-define', 'webp:lossless=true');
  make('mug-alpha.webp', ...mug('#6a1b9a'), '-quality', '70');
  make('mug-32-bits-alpha.bmp', ...mug('#ef6c00'), '-resize', '72x64', '-define', 'bmp:format=bmp4');
  const frames = Array.from({ length: 12 }, (_, step) => boxFrame(step)).flat();
  make('box-turntable.gif', '-delay', '12', '-loop', '0', ...frames, '-colors', '32', '-layers', 'Optimize');
  make('swatch-tiny.png', '-size', '8x8', 'xc:#ad1457');
  make('pixel.gif', '-size', '1x1', 'xc:#9e9e9e');
  make(
    'size-chart-large.png',
    '-size',
    '3000x2000',
    'xc:white',
    '-fill',
    'none',
    '-stroke',
    '#455a64',
    '-strokewidth',
    '8',
    ...Array.from({ length: 8 }, (_, line) => [
      '-draw',
      `line 200,${300 + line * 200} 2800,${300 + line * 200}`,
    ]).flat(),
    ...Array.from({ length: 6 }, (_, line) => [
      '-draw',
      `line ${200 + line * 520},300 ${200 + line * 520},1700`,
    ]).flat(),
    '-colors',
    '4',
    '-type',
    'Palette',
  );
};

makePhotographs();
makeOrientations();
makeDrawings();
// Not made by ImageMagick 6, which appends stray bytes to animated WEBP files.
const turntable = sharp(join(SAMPLES, 'box-turntable.gif'), { animated: true });
await turntable.webp({ quality: 50 }).toFile(join(SAMPLES, 'box-turntable.webp'));
writeFileSync(join(SAMPLES, 'LICENSE.md'), licenceText());
rmSync(scratch, { recursive: true });
