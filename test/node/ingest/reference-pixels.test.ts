import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { inspectPicture } from '../../../src/ingest/inspect.ts';
import { renderPng } from '../../ingest/render.ts';

const FOLDER = 'test/fixtures/formats';
/** Colours of 5 or 6 bits: ImageMagick repeats bits where we round. */
const ROUNDED = /rgb5|16/;
const names = readdirSync(FOLDER).filter((name) => /\.(bmp|wbmp|xbm)$/.test(name));

it.each(names)('%s has the pixels that ImageMagick sees', async (name) => {
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${name}`));
  const expected = readFileSync(`${FOLDER}/${name}.rgba`);
  const png = await renderPng(bytes);
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(inspectPicture(bytes)).toMatchObject({
    value: { format: name.split('.').at(-1), widthPx: info.width, heightPx: info.height },
  });
  const differences = [...data].map((value, at) => Math.abs(value - (expected[at] ?? 0)));
  expect(data.length).toBe(expected.length);
  expect(Math.max(...differences)).toBeLessThanOrEqual(ROUNDED.test(name) ? 1 : 0);
});
