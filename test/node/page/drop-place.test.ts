import { expect, it } from 'vitest';
import { findDropPlace } from '../../../page/uploads/drop-place.ts';
import { Slots } from '../../../page/uploads/slots.ts';
import { readUrls } from '../../../page/uploads/url-list.ts';

/** Two rows of two tiles, 100 CSS pixels each with 16 between them. */
const BOXES = [1, 2, 3, 4].map((id, index) => {
  const [left, top] = [(index % 2) * 116, Math.floor(index / 2) * 116];
  return { id, left, top, right: left + 100, bottom: top + 100 };
});

it('finds the place between two images that is nearest [PAGE-30]', () => {
  const before = (x: number, y: number, isRightToLeft = false) => findDropPlace(BOXES, { x, y }, isRightToLeft).before;
  expect(before(10, 50)).toBe(1);
  expect(before(90, 50)).toBe(2);
  expect(before(210, 50)).toBe(3);
  expect(before(20, 150)).toBe(3);
  expect(before(210, 200)).toBeNull();
  expect(before(10, 50, true)).toBe(2);
  expect(before(90, 50, true)).toBe(1);
  expect(findDropPlace(BOXES, { x: 90, y: 50 }, false).mark).toEqual({ x: 108, top: 0, bottom: 100 });
});

it('lands at the end far from all images, and where there are none [PAGE-30]', () => {
  expect(findDropPlace(BOXES, { x: 900, y: 50 }, false)).toEqual({ before: null, mark: undefined });
  expect(findDropPlace([], { x: 9, y: 5 }, false)).toEqual({ before: null, mark: undefined });
});

it('reads addresses one a line, and says which lines are none [PAGE-40]', () => {
  const text =
    ' https://a.example/1.jpg \r\n\nftp://a.example/2.jpg\nhttps://a.example/1.jpg\nhttp://b.example/x y.jpg\nhttp://b/2';
  expect(readUrls(text)).toEqual({
    urls: ['https://a.example/1.jpg', 'http://b/2'],
    wrong: [
      { line: 3, text: 'ftp://a.example/2.jpg' },
      { line: 5, text: 'http://b.example/x y.jpg' },
    ],
  });
});

it('lets three go at a time, the others in their order [PAGE-31]', async () => {
  const slots = new Slots(3);
  const begun: number[] = [];
  const ends = Array.from({ length: 5 }, () => Promise.withResolvers<undefined>());
  const all = ends.map(
    async (end, index) =>
      await slots.run(async () => {
        begun.push(index);
        await end.promise;
      }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  ends[1]?.reject(new Error('failed'));
  await expect(all[1]).rejects.toThrow('failed');
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  for (const end of ends) end.resolve(undefined);
  await Promise.all(all.filter((_, index) => index !== 1));
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});
