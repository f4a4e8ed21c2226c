import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../../src/ingest/inspect.ts';
import { needsRenderSource } from '../../../src/ingest/render-source.ts';
import { renderPng } from '../../ingest/render.ts';

const names = readdirSync('samples').filter((name) => !name.endsWith('.md'));
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(`samples/${name}`));
const inspect = (name: string) => {
  const inspected = inspectPicture(read(name));
  if (!inspected.ok) throw new Error(`${name}: ${inspected.fault.kind}`);
  return inspected.value;
};

it('has samples of all formats, orientations and shapes', () => {
  const pictures = names.map(inspect);
  expect(new Set(pictures.map(({ format }) => format)).size).toBe(7);
  expect(new Set(pictures.map(({ orientation }) => orientation)).size).toBe(8);
  expect(new Set(pictures.map(({ widthPx, heightPx }) => Math.sign(widthPx - heightPx))).size).toBe(3);
});

describe.each(names)('%s', (name) => {
  it('is what another decoder says it is', async () => {
    const picture = inspect(name);
    const bytes = needsRenderSource(picture) ? await renderPng(read(name)) : read(name);
    const metadata = await sharp(bytes, { pages: -1 }).metadata();
    const pageCount = metadata.pages ?? 1;
    expect(picture).toEqual({
      format: needsRenderSource(picture) ? name.split('.').at(-1) : metadata.format,
      rawWidthPx: metadata.width,
      rawHeightPx: metadata.pageHeight ?? metadata.height,
      widthPx: pageCount > 1 ? metadata.width : metadata.autoOrient.width,
      heightPx: pageCount > 1 ? metadata.pageHeight : metadata.autoOrient.height,
      orientation: metadata.orientation ?? 1,
      frameCount: pageCount,
      hasAlpha: metadata.hasAlpha,
    });
  });

  it('is refused when cut off', () => {
    const bytes = read(name);
    const step = Math.max(1, Math.floor(bytes.length / 500));
    // The last line feed of an XBM is no part of the picture.
    for (let length = 0; length < bytes.length - 4; length += step) {
      expect.soft(inspectPicture(bytes.subarray(0, length)).ok, `${length} bytes`).toBe(false);
    }
  });
});
