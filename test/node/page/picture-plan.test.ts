import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ofFolder } from '../../../page/uploads/folder-files.ts';
import { claimsToBePicture, isAnimated, kindOf } from '../../../page/uploads/picture-kind.ts';
import { type FileFacts, MAX_FILE_BYTES, planAttempts, planPicture } from '../../../page/uploads/plan-picture.ts';

const headOf = (name: string): Uint8Array => readFileSync(`samples/${name}`).subarray(0, 64);
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (each) => each.charCodeAt(0));

describe('what a file is', () => {
  it.each([
    ['cup-landscape.jpg', 'jpeg', false],
    ['cup-palette.png', 'png', false],
    ['box-turntable.gif', 'gif', true],
    ['box-turntable.webp', 'webp', true],
    ['mug-alpha.webp', 'webp', false],
    ['cup-24-bits.bmp', 'bmp', false],
    ['cup.xbm', 'unknown', false],
  ] as const)('is told by its bytes: %s is %s [PAGE-35]', (name, kind, animated) => {
    expect([kindOf(headOf(name)), isAnimated(kindOf(headOf(name)), headOf(name))]).toEqual([kind, animated]);
  });

  it.each([
    ['\0\0\0\u{18}ftypheic\0\0\0\0mif1heic', 'heic'],
    ['\0\0\0\u{18}ftypmif1\0\0\0\0mif1heix', 'heic'],
    ['\0\0\0\u{18}ftypavif\0\0\0\0mif1avif', 'avif'],
    ['\0\0\0\u{18}ftypmif1\0\0\0\0avifmiaf', 'avif'],
    ['\0\0\0\u{18}ftypisom\0\0\0\0isommp42', 'unknown'],
    ['II*\0\u{8}\0\0\0', 'tiff'],
    ['<svg xmlns=', 'unknown'],
    ['', 'unknown'],
  ] as const)('is told by the brands of its container: %j is %s [PAGE-35]', (text, kind) => {
    expect(kindOf(bytesOf(text))).toBe(kind);
  });

  it('is a picture for people where name or type says so [PAGE-30]', () => {
    const claims = [
      { name: 'a.JPG', type: '' },
      { name: 'IMG_1', type: 'image/heic' },
      { name: 'notes.txt', type: 'text/plain' },
    ].map(claimsToBePicture);
    expect(claims).toEqual([true, true, false]);
  });
});

describe('what is done with a file', () => {
  const photo: FileFacts = {
    kind: 'jpeg',
    bytes: 1_000_000,
    isAnimated: false,
    size: { width: 3000, height: 2000 },
    claimsToBePicture: true,
  };
  const plan = (facts: Partial<FileFacts>): string => {
    const planned = planPicture({ ...photo, ...facts });
    return planned.kind === 'refuse' ? planned.why : planned.kind;
  };

  it('leaves alone what the service takes, and what it alone can judge [PAGE-35]', () => {
    expect(plan({})).toBe('as-is');
    expect(plan({ bytes: MAX_FILE_BYTES })).toBe('as-is');
    expect(plan({ kind: 'unknown', size: undefined })).toBe('as-is');
    expect(plan({ size: undefined })).toBe('as-is');
    expect(plan({ kind: 'gif', isAnimated: true })).toBe('as-is');
  });

  it('draws anew what is too large or of another kind, where the browser opens it [PAGE-35]', () => {
    expect(plan({ bytes: MAX_FILE_BYTES + 1 })).toBe('redraw');
    expect(plan({ size: { width: 12_001, height: 10 } })).toBe('redraw');
    expect(plan({ size: { width: 11_000, height: 10_000 } })).toBe('redraw');
    expect(plan({ kind: 'avif' })).toBe('redraw');
    expect(plan({ kind: 'heic' })).toBe('redraw');
  });

  it('says why it cannot be sent otherwise [PAGE-35]', () => {
    expect(plan({ kind: 'heic', size: undefined })).toBe('heic');
    expect(plan({ kind: 'tiff', size: undefined })).toBe('unreadable');
    expect(plan({ bytes: MAX_FILE_BYTES + 1, size: undefined })).toBe('too-large');
    expect(plan({ bytes: MAX_FILE_BYTES + 1, kind: 'webp', isAnimated: true })).toBe('animation-too-large');
    expect(plan({ kind: 'unknown', size: undefined, claimsToBePicture: false })).toBe('no-picture');
  });

  it('keeps proportions, and no attempt is beyond what the service takes [PAGE-35]', () => {
    for (const size of [
      { width: 24_000, height: 3_000 },
      { width: 11_000, height: 11_000 },
      { width: 4_000, height: 3_000 },
    ]) {
      for (const { width, height } of planAttempts(size)) {
        expect(Math.max(width, height)).toBeLessThanOrEqual(12_000);
        expect(width * height).toBeLessThanOrEqual(100_000_000);
        expect(width / height).toBeCloseTo(size.width / size.height, 1);
      }
    }
    expect(planAttempts({ width: 4_000, height: 3_000 })[0]).toMatchObject({ width: 4_000, height: 3_000 });
  });
});

it('takes the pictures of a folder by name, and names the rest [PAGE-30]', () => {
  const file = (path: string) => ({ name: path.split('/').at(-1) ?? '', type: '', webkitRelativePath: path });
  const paths = ['a/10.jpg', 'a/.DS_Store', 'a/2.jpg', 'a/notes.txt', 'a/Thumbs.db', 'a/1.png'];
  const { files, leftOut } = ofFolder(paths.map(file));
  expect(files.map(({ name }) => name)).toEqual(['1.png', '2.jpg', '10.jpg']);
  expect(leftOut).toEqual(['notes.txt']);
});
