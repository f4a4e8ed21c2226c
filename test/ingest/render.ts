import { inspectPicture } from '../../src/ingest/inspect.ts';
import { needsRenderSource, makeRenderSource } from '../../src/ingest/render-source.ts';
import { readPng } from './formats/read-png.ts';

/** The render source of the bytes as a PNG; throws where inspecting or decoding refuses them. */
export const renderPng = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) throw new Error(JSON.stringify(inspected.fault));
  if (!needsRenderSource(inspected.value)) throw new Error(`${inspected.value.format} needs no render source`);
  const png = await makeRenderSource(bytes, inspected.value);
  if (!png.ok) throw new Error(JSON.stringify(png.fault));
  return png.value;
};

/** The pixels of the render source, one text a row with a letter a pixel; letters are given by hexadecimal RGBA. */
export const renderRows = async (bytes: Uint8Array, letters: Readonly<Record<string, string>>): Promise<string[]> => {
  const { widthPx, heightPx, rgba } = await readPng(await renderPng(bytes));
  const pixel = (index: number): string => {
    const hex = rgba
      .slice(index * 4, index * 4 + 4)
      .map((value) => value.toString(16).padStart(2, '0'))
      .join('');
    return letters[hex] ?? `[${hex}]`;
  };
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from({ length: widthPx }, (_unused, x) => pixel(y * widthPx + x)).join(''),
  );
};
