import { expect, it } from 'vitest';
import { writePng } from '../../../src/ingest/formats/png-writer.ts';
import { readPng } from './read-png.ts';

/** Rows that deflate cannot make smaller. */
function* noise(rowBytes: number, heightPx: number): Generator<Uint8Array> {
  for (let y = 0; y < heightPx; y++) yield crypto.getRandomValues(new Uint8Array(rowBytes));
}

const noisy = (widthPx: number, heightPx: number) =>
  ({ widthPx, heightPx, kind: { colour: 'rgba', depthBits: 8 }, rows: noise(widthPx * 4, heightPx) }) as const;

it('gives up once the compressed rows pass the limit, wherever that is', async () => {
  expect(await writePng(noisy(1_000, 500), 1_999_999)).toBeUndefined();
  expect(await writePng(noisy(100, 100), 10)).toBeUndefined();
  expect(await writePng(noisy(100, 100), 0)).toBeUndefined();
});

it('writes pictures of many batches and many pieces', async () => {
  const rows = [...noise(4_000, 100)];
  const png = await writePng(
    { widthPx: 1_000, heightPx: 100, kind: { colour: 'rgba', depthBits: 8 }, rows },
    1_000_000,
  );
  const { rgba } = await readPng(png ?? new Uint8Array(0));
  expect(Uint8Array.from(rgba)).toEqual(new Uint8Array(await new Blob(rows).arrayBuffer()));
});

it('may be given the same buffer for every row', async () => {
  const row = new Uint8Array(1);
  function* counting(): Generator<Uint8Array> {
    for (row[0] = 0; row[0] < 4; row[0] += 1) yield row;
  }
  const palette = Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3));
  const kind = { colour: 'palette', depthBits: 8, palette } as const;
  const png = await writePng({ widthPx: 1, heightPx: 4, kind, rows: counting() }, 1_000_000);
  const { rgba } = await readPng(png ?? new Uint8Array(0));
  expect(rgba.filter((_, at) => at % 4 === 0)).toEqual([0, 1, 2, 3]);
});
