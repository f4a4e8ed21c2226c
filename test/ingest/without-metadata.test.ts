import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { cleanCopy } from '../../src/ingest/clean-copy.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import type { Picture } from '../../src/model/picture.ts';
import { metadataIn, SECRET, WITH_METADATA } from '../support/metadata.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { buildJpeg, jpegFrame, jpegScan, jpegSegment } from './formats/build-pictures.ts';

/** Returns what is left of a picture, in one piece. */
async function plain(bytes: Uint8Array, format: Picture['format']): Promise<Uint8Array> {
  const parts = withoutMetadata(bytes, format);
  if (parts === undefined) throw new Error(`no ${format} could be read`);
  return new Uint8Array(await new Blob([...parts]).arrayBuffer());
}

function inspected(bytes: Uint8Array): Picture {
  const result = inspectPicture(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

describe.each(Object.entries(WITH_METADATA))('a %s full of metadata', (_name, make) => {
  it('keeps none of it, and shows the same picture the same way up [DEL-10]', async () => {
    const bytes = make();
    const picture = inspected(bytes);
    expect(metadataIn(bytes)).toContain(SECRET);
    const left = await plain(bytes, picture.format);
    expect(metadataIn(left)).toEqual([]);
    expect(inspected(left)).toEqual(picture);
  });

  it('is taken by Images as the one with metadata is [DEL-10]', async () => {
    const bytes = make();
    const sizes = [bytes, await plain(bytes, inspected(bytes).format)].map(async (file) => {
      const info = await env.IMAGES.info(new Blob([file]).stream());
      return 'width' in info ? [info.format, info.width, info.height] : info.format;
    });
    const [before, after] = await Promise.all(sizes);
    expect(after).toEqual(before);
  });
});

describe.each(Object.keys(env.SAMPLES).filter((name) => /\.(?:gif|jpg|png|webp)$/.test(name)))('%s', (name) => {
  it('is the same picture without its metadata, whose colours stay [DEL-10]', async () => {
    const bytes = sample(name);
    const picture = inspected(bytes);
    const left = await plain(bytes, picture.format);
    expect(inspected(left)).toEqual(picture);
    const profiles = (file: Uint8Array): number =>
      new TextDecoder('latin1').decode(file).split(/ICC_PROFILE|iCCP|ICCP/).length;
    expect(profiles(left)).toBe(profiles(bytes));
  });
});

it('a picture that ends in the middle is not taken apart', () => {
  for (const make of Object.values(WITH_METADATA)) {
    const bytes = make();
    expect(withoutMetadata(bytes.subarray(0, 60), inspected(bytes).format)).toBeUndefined();
  }
});

it('a picture made of a BMP, WBMP or XBM is a PNG', async () => {
  for (const format of ['bmp', 'wbmp', 'xbm'] as const) expect(await plain(TINY_PNG, format)).toEqual(TINY_PNG);
});

describe('of the application segments of a JPEG', () => {
  const bytesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
  const JFIF = [...bytesOf('JFIF\0'), 1, 2, 1, 0, 72, 0, 72];
  const ADOBE = [...bytesOf('Adobe'), 0, 100, 0, 0, 0, 0, 1];
  const picture = [jpegFrame(30, 20), jpegScan(3, [0x12, 0x34])];
  const thumbnail = [2, 3, ...bytesOf(SECRET.slice(0, 18))];

  it.each<[string, number[], number[]]>([
    ['JFIF has no thumbnail', jpegSegment(0xe0, [...JFIF, ...thumbnail]), jpegSegment(0xe0, [...JFIF, 0, 0])],
    ['JFIF has no text', jpegSegment(0xe0, [...JFIF, 0, 0, ...bytesOf(SECRET)]), jpegSegment(0xe0, [...JFIF, 0, 0])],
    ['JFIF stays as it is', jpegSegment(0xe0, [...JFIF, 0, 0]), jpegSegment(0xe0, [...JFIF, 0, 0])],
    ['JFIF that is too short goes', jpegSegment(0xe0, JFIF), []],
    ['JFXX goes', jpegSegment(0xe0, [...bytesOf('JFXX\0'), 0x13, ...thumbnail]), []],
    ['Adobe has no text', jpegSegment(0xee, [...ADOBE, ...bytesOf(SECRET)]), jpegSegment(0xee, ADOBE)],
    ['Adobe stays as it is', jpegSegment(0xee, ADOBE), jpegSegment(0xee, ADOBE)],
    ['Adobe that is too short goes', jpegSegment(0xee, bytesOf('Adobe: us')), []],
    [
      'ICC stays as it is',
      jpegSegment(0xe2, bytesOf('ICC_PROFILE\0\x01\x01profile')),
      jpegSegment(0xe2, bytesOf('ICC_PROFILE\0\x01\x01profile')),
    ],
  ])('%s [DEL-10]', async (_, segment, left) => {
    const bytes = buildJpeg(segment, ...picture);
    expect(await plain(bytes, 'jpeg')).toEqual(buildJpeg(left, ...picture));
    const flawed = buildJpeg([0], segment, ...picture);
    expect(cleanCopy(flawed, inspected(flawed))).toEqual(buildJpeg(left, ...picture));
  });
});

describe('of a JPEG nothing is left that stands between the only scan and the end:', () => {
  const photo = sample('cup-landscape.jpg');
  const secret = Array.from(SECRET, (character) => character.charCodeAt(0));
  const withBehind = (...parts: number[][]): Uint8Array =>
    Uint8Array.of(...photo.subarray(0, -2), ...parts.flat(), 0xff, 0xd9);

  it.each<[string, Uint8Array]>([
    ['text behind a restart marker, where no restarts are announced', withBehind([0xff, 0xd0], secret)],
    ['text behind a marker that stands for nothing', withBehind([0xff, 0x01], secret)],
    ['text behind a marker that no decoder knows', withBehind([0xff, 0x02], secret)],
    ['a segment of an impossible length', withBehind([0xff, 0xe1, 0xff, 0xff], secret)],
    ['a table', withBehind(jpegSegment(0xdb, [0, ...secret, ...Array<number>(64 - secret.length).fill(1)]))],
    ['a second picture', withBehind(jpegFrame(8, 8), jpegScan(3, secret))],
  ])('%s [DEL-10]', async (_, bytes) => {
    expect(await plain(bytes, 'jpeg')).toEqual(await plain(photo, 'jpeg'));
  });

  it('but the restart markers that are announced stay', async () => {
    const bytes = buildJpeg(jpegFrame(30, 20), jpegSegment(0xdd, [0, 1]), jpegScan());
    expect(await plain(bytes, 'jpeg')).toEqual(bytes);
  });
});
