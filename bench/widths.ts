/**
 * `npm run bench:widths`: the bytes of a picture at each width of the ladder and in each format, as a local service
 * serves them, beside what sharp makes of the same picture at the same quality.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { WIDTH_LADDER } from '../src/delivery/width-ladder.ts';
import { parseSettings } from '../src/model/settings.ts';
import { created, upload } from '../test/node/support/api.ts';
import { startService } from '../test/node/support/service.ts';

const SAMPLES = ['cup-large.jpg', 'cup-landscape.jpg', 'size-chart-large.png', 'mug-alpha.webp'];
const FORMATS = ['avif', 'webp', 'jpeg'] as const;

type Format = (typeof FORMATS)[number];

const { quality } = parseSettings('{}');

/** The quality of a rendition of this size. */
const qualityOf = (format: Format, widthPx: number, heightPx: number): number =>
  (Math.max(widthPx, heightPx) <= quality.smallUpToPx ? quality.small : quality.regular)[format];

/** What sharp makes of a picture at a width, in bytes. */
async function sharpBytes(source: Buffer, widthPx: number, format: Format): Promise<number> {
  const { info } = await sharp(source).resize(widthPx).toBuffer({ resolveWithObject: true });
  const options = { quality: qualityOf(format, info.width, info.height) };
  const resized = sharp(source).resize(widthPx);
  const made =
    format === 'avif' ? resized.avif(options) : format === 'webp' ? resized.webp(options) : resized.jpeg(options);
  return (await made.toBuffer()).byteLength;
}

async function servedBytes(url: string, format: Format): Promise<string> {
  const accept = { avif: 'image/avif,image/webp', webp: 'image/webp', jpeg: '*/*' }[format];
  const response = await fetch(url, { headers: { Accept: accept } });
  const { byteLength } = await response.arrayBuffer();
  const type = response.headers.get('Content-Type')?.replace('image/', '') ?? '';
  return type === format ? String(byteLength) : `${byteLength} ${type}`;
}

const service = await startService();
try {
  for (const [index, name] of SAMPLES.entries()) {
    const source = readFileSync(`samples/${name}`);
    const { width } = await sharp(source).metadata();
    const { url_tiny: url } = await created(await upload(service.origin, 1 + index, source));
    const rows: Record<string, string | number>[] = [];
    let total = 0;
    for (const widthPx of WIDTH_LADDER.filter((step) => step <= width)) {
      const row: Record<string, string | number> = { width: widthPx };
      for (const format of FORMATS) {
        const served = await servedBytes(url.replace(/\.\d+\.\d+(\.[a-z]+)\?/, `.${widthPx}.0$1?`), format);
        row[format] = served;
        row[`sharp ${format}`] = await sharpBytes(source, widthPx, format);
        total += Number.parseInt(served, 10);
      }
      rows.push(row);
    }
    console.log(`${name}, ${source.byteLength} bytes; all of it together ${total}`);
    console.table(rows);
  }
} finally {
  await service.stop();
}
