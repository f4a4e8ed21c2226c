/**
 * `npm run make:demo`: renders the pictures of the demo store with POV-Ray 3.7 into demo/pictures. Takes an hour or so;
 * with names as arguments it makes only the pictures whose names begin with one of them.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { GLAZES } from '../demo/glazes.ts';
import { SHOTS, TURNTABLE_FRAMES, type Shape } from '../demo/scenes/shots.ts';
import { PROJECT_DIR } from './wrangler.ts';

const SCENES_DIR = join(PROJECT_DIR, 'demo', 'scenes');
const PICTURES_DIR = join(PROJECT_DIR, 'demo', 'pictures');

/** Pixels by shape. What is smaller than the largest size of a store counts as too small. */
const PIXELS: Readonly<Record<Shape, readonly [width: number, height: number]>> = {
  square: [1280, 1280],
  landscape: [1280, 960],
  portrait: [960, 1280],
  'cut-out': [1280, 1280],
  frame: [960, 720],
  swatch: [1280, 1280],
};

/** Pictures are rendered smaller and enlarged, which takes half of the time off and is hardly seen. */
const rendered = (pixels: number): number => Math.round(pixels * 0.7);

/** The picture that is too small on purpose. */
const SMALL = 'pepper-mill-oak-from-supplier';

const scratch = mkdtempSync(join(tmpdir(), 'vitrine-demo-'));
const prefixes = process.argv.slice(2);
const isWanted = (name: string): boolean => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));

/** Renders one shot to a PNG, and returns its path. */
async function render(scene: string, shape: Shape, declarations: readonly string[]): Promise<string> {
  const [width, height] = PIXELS[shape];
  const output = join(scratch, `${scene}-${declarations.join('-').replaceAll(/[^\w.-]/g, '_')}.png`);
  const size = [`+W${rendered(width)}`, `+H${rendered(height)}`];
  const quality = shape === 'frame' ? ['+A0.3'] : ['+A0.3', '+AM2', '+R2', 'Declare=Fine=1'];
  const alpha = shape === 'cut-out' ? ['+UA'] : [];
  const args = [`+I${scene}.pov`, `+O${output}`, ...size, ...quality, ...alpha, ...'-D -GA +WT1'.split(' ')];
  await promisify(execFile)('nice', ['-n', '15', 'povray', ...args, ...declarations], { cwd: SCENES_DIR });
  return output;
}

/** Stores a picture as shops do: JPEG, or PNG where the background is transparent. */
async function store(source: Sharp, name: string, shape: Shape): Promise<void> {
  const picture = source.resize(...PIXELS[shape]);
  const path = join(PICTURES_DIR, name);
  if (shape === 'cut-out') await picture.png({ palette: true, quality: 90, effort: 10 }).toFile(`${path}.png`);
  else
    await picture
      .removeAlpha()
      .jpeg({ quality: shape === 'frame' || shape === 'swatch' ? 66 : 80, mozjpeg: true })
      .toFile(`${path}.jpg`);
}

/** How bright the grey tile is where light falls on it and nothing is reflected, from 0 to 1. */
const LIT_GREY = 0.72;

/** Gives the grey tile each glaze: its shading stays, and what it reflects of the lamps stays white. */
async function glazeTiles(): Promise<void> {
  const read = async (shot: number): Promise<Buffer> =>
    await sharp(await render('tile', 'swatch', [`Declare=Shot=${shot}`]))
      .removeAlpha()
      .raw()
      .toBuffer();
  const [grey, mask] = await Promise.all([read(1), read(2)]);
  const side = rendered(PIXELS.swatch[0]);
  for (const { name, red, green, blue } of GLAZES) {
    const glazed = Buffer.from(grey);
    const glaze = [red, green, blue];
    for (let at = 0; at < glazed.length; at += 1) {
      const share = (mask[at] ?? 0) / 255;
      const light = (grey[at] ?? 0) / 255;
      const shine = Math.max(0, (light - LIT_GREY - 0.1) / (0.9 - LIT_GREY));
      const coloured = ((glaze[at % 3] ?? 0) * light * (1 - shine)) / LIT_GREY + 255 * shine;
      glazed[at] = Math.min(255, Math.round(share * coloured + (1 - share) * (grey[at] ?? 0)));
    }
    await store(sharp(glazed, { raw: { width: side, height: side, channels: 3 } }), `wall-tile-${name}`, 'swatch');
  }
}

/** Stores a picture that is too small on purpose, as a supplier sends it. */
async function storeSmall(): Promise<void> {
  const small = sharp(join(PICTURES_DIR, 'pepper-mill-oak-1.jpg')).resize(480);
  await small.jpeg({ quality: 70 }).toFile(join(PICTURES_DIR, `${SMALL}.jpg`));
}

async function makeAll(): Promise<void> {
  const work = SHOTS.filter(({ name }) => isWanted(name)).map(({ scene, shot, name, shape }) => async () => {
    await store(sharp(await render(scene, shape, [`Declare=Shot=${shot}`])), name, shape);
    console.log(name);
  });
  for (let frame = 0; frame < TURNTABLE_FRAMES; frame += 1) {
    const name = `watering-can-360-${String(frame + 1).padStart(2, '0')}`;
    const turn = ['Declare=Shot=100', `Declare=Turn=${(360 * frame) / TURNTABLE_FRAMES}`];
    if (isWanted(name)) work.push(async () => await store(sharp(await render('can', 'frame', turn)), name, 'frame'));
  }
  if (isWanted('wall-tile')) work.push(glazeTiles);
  const lane = async (): Promise<void> => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) await next();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  if (isWanted(SMALL)) await storeSmall();
}

try {
  await makeAll();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
