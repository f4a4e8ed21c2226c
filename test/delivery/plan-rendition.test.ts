import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containIn, type PictureSize } from '../../src/delivery/picture-size.ts';
import { planRendition } from '../../src/delivery/plan-rendition.ts';
import type { Fit } from '../../src/model/store.ts';

const box = (widthPx: number, heightPx: number, fit: Fit): PictureSize => ({ kind: 'box', widthPx, heightPx, fit });
const COVER: Fit = { kind: 'cover' };
const WHITE: Fit = { kind: 'pad', background: 'ffffff' };
const LANDSCAPE = { widthPx: 600, heightPx: 400, focalPoint: undefined };

describe('a rendition', () => {
  it.each([
    ['of a width', { kind: 'width', widthPx: 300 }, [300, 200]],
    ['of a width above its own', { kind: 'width', widthPx: 960 }, [600, 400]],
    ['fitted into a box', containIn({ widthPx: 300, heightPx: 300 }), [300, 200]],
    ['fitted into a larger box', containIn({ widthPx: 3000, heightPx: 3000 }), [600, 400]],
    ['filling a box', box(200, 200, COVER), [200, 200]],
    ['filling a larger box', box(1000, 1000, COVER), [400, 400]],
    ['filling a box that is larger on one side', box(500, 1000, COVER), [200, 400]],
    ['padded', box(300, 300, WHITE), [300, 300]],
    ['padded in a larger box', box(1000, 1000, WHITE), [600, 600]],
    ['padded in a box of its own proportions', box(60, 40, WHITE), [60, 40]],
  ] as const)('%s has its size, and is never enlarged [DEL-1] [DEL-14]', (_what, size, expected) => {
    const plan = planRendition(LANDSCAPE, size);
    expect([plan.widthPx, plan.heightPx]).toEqual(expected);
  });

  it.each([
    [undefined, 100],
    [{ x: 0, y: 0 }, 0],
    [{ x: 1, y: 1 }, 200],
    [{ x: 0.5, y: 0 }, 100],
    [{ x: 0.4, y: 1 }, 40],
    [{ x: 0.05, y: 0.5 }, 0],
  ])('that fills a box has the focal point %o as near to its middle as can be [DEL-14]', (focalPoint, leftPx) => {
    const { crop } = planRendition({ ...LANDSCAPE, focalPoint }, box(100, 100, COVER));
    expect(crop).toEqual({ leftPx, topPx: 0, widthPx: 400, heightPx: 400 });
  });

  it('cuts nothing off where the proportions are the same', () => {
    expect(planRendition(LANDSCAPE, box(300, 200, COVER)).crop).toBeUndefined();
  });

  it('is never enlarged, empty, or cut out of what is not there, whatever is asked for', () => {
    const side = fc.integer({ min: 1, max: 12_000 });
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, side, side, fraction, fraction, (width, height, boxWidth, boxHeight, x, y) => {
        const picture = { widthPx: width, heightPx: height, focalPoint: { x, y } };
        for (const fit of [{ kind: 'contain' }, COVER, WHITE] as const) {
          const plan = planRendition(picture, box(boxWidth, boxHeight, fit));
          const crop = plan.crop ?? { leftPx: 0, topPx: 0, widthPx: width, heightPx: height };
          expect(Math.min(plan.widthPx, plan.heightPx, crop.widthPx, crop.heightPx)).toBeGreaterThan(0);
          expect(plan.widthPx).toBeLessThanOrEqual(boxWidth);
          expect(plan.heightPx).toBeLessThanOrEqual(boxHeight);
          expect(Math.min(crop.leftPx, crop.topPx)).toBeGreaterThanOrEqual(0);
          expect(crop.leftPx + crop.widthPx).toBeLessThanOrEqual(width);
          expect(crop.topPx + crop.heightPx).toBeLessThanOrEqual(height);
          if (fit.kind === 'pad') continue;
          expect(plan.widthPx).toBeLessThanOrEqual(crop.widthPx);
          expect(plan.heightPx).toBeLessThanOrEqual(crop.heightPx);
        }
      }),
    );
  });
});
