import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropOf, objectPosition, toFocalPoint } from '../../../page/pictures/crop.ts';
import { toHtml } from '../../../page/pictures/html.ts';
import { findProblems, isTransparent } from '../../../page/pictures/problems.ts';
import { frameAt } from '../../../page/pictures/frame-at.ts';
import { urlOfWidth } from '../../../page/pictures/url-of-width.ts';
import { planRendition } from '../../../src/delivery/plan-rendition.ts';
import { imageOf } from './images.ts';

describe('cuts', () => {
  it('are shown as the service makes them [PAGE-52]', () => {
    const side = fc.integer({ min: 1, max: 12_000 });
    const fraction = fc.integer({ min: 0, max: 10_000 }).map((each) => each / 10_000);
    const check = fc.property(
      side,
      side,
      side,
      side,
      fraction,
      fraction,
      (width, height, boxWidth, boxHeight, x, y) => {
        const picture = { widthPx: width, heightPx: height, focalPoint: { x, y } };
        const fit = { kind: 'cover' } as const;
        const { crop } = planRendition(picture, { kind: 'box', widthPx: boxWidth, heightPx: boxHeight, fit });
        const shown = cropOf({ width, height }, { x, y }, { width: boxWidth, height: boxHeight });
        expect(shown).toStrictEqual({
          left: crop?.leftPx ?? 0,
          top: crop?.topPx ?? 0,
          width: crop?.widthPx ?? width,
          height: crop?.heightPx ?? height,
        });
      },
    );
    fc.assert(check, { numRuns: 2_000 });
  });

  it('are placed by object-position [PAGE-52]', () => {
    const picture = { width: 3000, height: 2000 };
    expect(objectPosition(picture, { x: 0, y: 0 }, { width: 1, height: 1 })).toBe('0% 50%');
    expect(objectPosition(picture, { x: 1, y: 0 }, { width: 1, height: 1 })).toBe('100% 50%');
    expect(objectPosition(picture, { x: 0.5, y: 0.9 }, { width: 3, height: 1 })).toBe('50% 100%');
  });

  it('have points with four decimals inside the picture, and none in the middle [PAGE-52]', () => {
    expect(toFocalPoint({ x: 1 / 3, y: 1.2 })).toStrictEqual({ x: 0.3333, y: 1 });
    expect(toFocalPoint({ x: 0.500_01, y: 0.5 })).toBeNull();
  });
});

describe('problems of images', () => {
  const zoom = { width: 1280, height: 1280 };
  const found = (images: readonly ReturnType<typeof imageOf>[], language?: string) => [
    ...findProblems(images, { zoom, language }).values(),
  ];

  it('are those that the service counts [PAGE-59]', () => {
    expect(
      found([
        imageOf(1, { alt: 'A cup', media: { width: 1280, height: 10 } }),
        imageOf(2, { alt: ' ', media: { width: 1279, height: 1279 } }),
      ]),
    ).toStrictEqual([[], ['no-text', 'too-small']]);
    expect(found([imageOf(1, { alt: 'A cup', alts: { cs: 'Hrnek' } })], 'de')).toStrictEqual([['no-text']]);
  });

  it('name pictures that are there more than once [PAGE-59]', () => {
    const [one, same, other] = [1, 2, 3].map((id) =>
      imageOf(id, { alt: 'A cup', media: { id, bytes: id === 3 ? 8 : 7, thumbHash: 'abcd' } }),
    );
    if (!one || !same || !other) throw new Error('Three images were made.');
    expect(found([one, same, other])).toStrictEqual([['duplicate'], ['duplicate'], []]);
    expect(found([1, 2].map((id) => imageOf(id, { alt: 'A cup', media: { id: 5 } })))).toStrictEqual([
      ['duplicate'],
      ['duplicate'],
    ]);
  });

  it('are not told of the frames of a turntable, which are one thing [PAGE-59]', () => {
    expect(found([1, 2].map((id) => imageOf(id, { gallery: 'shop360', media: { id: 5 } })))).toStrictEqual([[], []]);
  });

  it('know transparent pictures by their ThumbHash [PAGE-59]', () => {
    const hash = (third: number): string => btoa(String.fromCharCode(0xff, 0xff, third, 1, 2));
    expect(isTransparent({ thumbHash: hash(0x80) })).toBe(true);
    expect(isTransparent({ thumbHash: hash(0x7f) })).toBe(false);
    expect(isTransparent({ thumbHash: null })).toBe(false);
  });
});

it('HTML carries texts as they are [PAGE-55]', () => {
  const html = toHtml(imageOf(1, { alt: 'A "red" <cup> & more' }));
  expect(html).toContain('alt="A &quot;red&quot; &lt;cup> &amp; more" width="3000" height="2000"');
});

it('a turntable has as many frames as it has, in both directions [PAGE-58]', () => {
  expect([0, 0.25, 1, -0.25, 2.5].map((turns) => frameAt(turns, 4))).toStrictEqual([0, 1, 0, 3, 2]);
  expect(frameAt(0.3, 0)).toBe(0);
});

it('frames are loaded in the smallest width that is sharp [PAGE-58]', () => {
  const srcset = 'https://a/1 96w, https://a/2 480w, https://a/3 960w';
  expect([90, 480, 481, 5000].map((widthPx) => urlOfWidth(srcset, widthPx)?.slice(-1))).toStrictEqual([
    '1',
    '2',
    '3',
    '3',
  ]);
});
