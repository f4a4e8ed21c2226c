import { describe, expect, it } from 'vitest';
import { internalCutUrl, parseCutPath, parseInternalCutUrl } from '../../src/delivery/cut-path.ts';
import { parseImageName } from '../../src/delivery/image-name.ts';
import { negotiateFormat } from '../../src/delivery/negotiate-format.ts';
import { formatPicturePath, parsePicturePath } from '../../src/delivery/picture-path.ts';
import { parseInternalRenditionUrl, internalRenditionUrl } from '../../src/delivery/rendition-request.ts';

const pictureOf = (size: string, ids = 'products/7/images/1') => `/s-shop1/${ids}/shoe__00001.5.${size}.jpg`;
const LARGEST_ID = String(Number.MAX_SAFE_INTEGER);
const TOO_LARGE_ID = '9007199254740993';

describe('parsePicturePath', () => {
  it('reads sides up to 12,000 px', () => {
    expect(parsePicturePath(pictureOf('12000.12000'))).toMatchObject({ size: { widthPx: 12_000, heightPx: 12_000 } });
  });

  it.each([
    ['600.400', { kind: 'box', widthPx: 600, heightPx: 400, fit: { kind: 'contain' } }],
    ['600.400.cover', { kind: 'box', widthPx: 600, heightPx: 400, fit: { kind: 'cover' } }],
    ['600.400.pad-00ff7f', { kind: 'box', widthPx: 600, heightPx: 400, fit: { kind: 'pad', background: '00ff7f' } }],
    ['640.0', { kind: 'width', widthPx: 640 }],
    ['original', 'original'],
  ] as const)('reads the size %s, and writes it again [DEL-13] [DEL-14]', (text, size) => {
    const path = parsePicturePath(pictureOf(text));
    expect(path?.size).toEqual(size);
    expect(path && formatPicturePath(path)).toBe(pictureOf(text));
  });

  it.each([
    '12001.12000',
    '12000.12001',
    '12001.0',
    '0.10',
    '0.0',
    '10.00',
    '10',
    '-1.10',
    '100000.1',
    '600.cover',
    '600.0.cover',
    '600.0.pad-ffffff',
    '600.400.pad',
    '600.400.pad-FFFFFF',
    '600.400.pad-fff',
    '600.400.contain',
    '600.400.cover.cover',
    'original.cover',
  ])('reads no size %s', (size) => {
    expect(parsePicturePath(pictureOf(size))).toBeUndefined();
  });

  it('tells whose picture it is', () => {
    const owner = (ids: string) => parsePicturePath(pictureOf('original', ids))?.owner;
    expect(owner('products/7/images/1')).toEqual({ kind: 'image', productId: 7, imageId: 1 });
    expect(owner('products/7/variants/3')).toEqual({ kind: 'variant', productId: 7, variant: '3' });
    expect(owner('media/3')).toEqual({ kind: 'media', mediaId: 3 });
    for (const ids of ['products/0/images/1', 'products/7/images/01', 'media/x', 'media/3/images/1']) {
      expect(owner(ids)).toBeUndefined();
    }
  });
});

describe('parseCutPath', () => {
  const cutOf = (image: string) => parseCutPath(`/s-shop1/user/shop/big/${image}.jpg`);

  it('reads ids that a number holds exactly, and no others', () => {
    expect(cutOf(LARGEST_ID)?.imageId).toBe(Number.MAX_SAFE_INTEGER);
    for (const id of [TOO_LARGE_ID, '0', '01', '-1', 'x']) expect(cutOf(id)).toBeUndefined();
  });
});

describe('parseImageName', () => {
  it('reads ids that a number holds exactly, and no others', () => {
    expect(parseImageName(`${LARGEST_ID}.jpg`)).toBe(Number.MAX_SAFE_INTEGER);
    for (const name of [`${TOO_LARGE_ID}.jpg`, '0.jpg', '1', '1.', 'x1.jpg', '1.jpg.exe.', ' 1.jpg']) {
      expect(parseImageName(name)).toBeUndefined();
    }
  });
});

describe('the addresses inside the service', () => {
  const path = parsePicturePath(pictureOf('100.50'));
  const cut = parseCutPath('/s-shop1/user/shop/big/1.jpg');

  it('are read as they were written', () => {
    if (path === undefined || cut === undefined) throw new Error('no path');
    for (const isSigned of [true, false]) {
      const request = { path, format: 'webp', isSigned } as const;
      expect(parseInternalRenditionUrl(internalRenditionUrl(request))).toEqual(request);
    }
    for (const signed of [undefined, { box: { widthPx: 10, heightPx: 20 }, changedAtS: 5 }]) {
      const request = { path: cut, format: 'avif', signed } as const;
      expect(parseInternalCutUrl(internalCutUrl(request))).toEqual(request);
    }
  });

  it.each([
    '/unsigned/webp',
    '/signed/gif',
    '/signed',
    '/cut/webp/now',
    '/cut/gif/now',
    '/cut/webp/5-10x',
    '/cut/webp',
    '',
  ])('are none with %j before the path', (prefix) => {
    for (const pathname of [pictureOf('100.50'), '/s-shop1/user/shop/huge/1.jpg', '']) {
      const url = `https://pictures.internal${prefix}${pathname}`;
      expect([parseInternalRenditionUrl(url), parseInternalCutUrl(url)]).toEqual([undefined, undefined]);
    }
  });
});

describe('negotiateFormat', () => {
  it('does not parse an Accept that is longer than any browser’s, nor long white space in one', () => {
    expect(negotiateFormat(`image/webp${' '.repeat(4000)}`, 'image/jpeg', false)).toBe('webp');
    expect(negotiateFormat(`image/webp${' '.repeat(4096)}`, 'image/jpeg', false)).toBe('plain');
  });

  it.each([
    [null, true, 'plain'],
    ['*/*', true, 'plain'],
    ['image/*', true, 'plain'],
    ['image/webp', true, 'webp'],
    ['image/avif,image/webp', true, 'avif'],
    ['image/avif,image/webp', false, 'webp'],
    ['image/avif;q=0,image/webp', true, 'webp'],
    ['image/webp;q=0', true, 'plain'],
    ['image/avif', false, 'plain'],
    ['image/avif;q=0.5,image/webp;q=0.9', true, 'webp'],
    ['image/webp;q=0.5,image/jpeg', true, 'plain'],
    ['image/webp;q=0.5,*/*;q=0.4', true, 'webp'],
    ['image/webp;q=0.5,image/*;q=0.6,*/*;q=0.1', true, 'plain'],
    ['image/webp;q=0.5,image/jpeg;q=0.2,*/*', true, 'webp'],
    ['image/webp;q=0,image/jpeg;q=0', true, 'plain'],
    ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', true, 'avif'],
    ['image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', true, 'avif'],
    ['image/png,image/*;q=0.8,*/*;q=0.5', true, 'plain'],
  ] as const)('gives %s (AVIF made: %s) %s [DEL-2]', (accept, isAvifEnabled, format) => {
    expect(negotiateFormat(accept, 'image/jpeg', isAvifEnabled)).toBe(format);
  });
});
