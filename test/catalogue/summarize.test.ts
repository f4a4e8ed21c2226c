import { expect, it } from 'vitest';
import { summarize } from '../../src/catalogue/summarize.ts';
import type { GalleryChange } from '../../src/model/journal.ts';
import { ACTOR } from '../support/access.ts';

const of = (change: GalleryChange): string =>
  summarize({
    seq: 1,
    atMs: 0,
    product: { id: 7, version: 1 },
    actor: ACTOR,
    type: 'images.updated',
    lastImageIdBefore: 0,
    change,
    about: {},
  });

it.each<[GalleryChange, string]>([
  [{}, 'nothing changed'],
  [{ created: 1 }, 'added 1 image'],
  [{ created: 12 }, 'added 12 images'],
  [{ deleted: [4] }, 'deleted image 4'],
  [{ deleted: [4, 5, 6] }, 'deleted images 4, 5, 6'],
  [{ deleted: [4, 5, 6, 7] }, 'deleted 4 images'],
  [{ restored: [4] }, 'brought back image 4'],
  [{ moves: [{ id: 4, from: 12, to: 0 }], placed: [4, 5, 6] }, 'moved image 4: 12 → 0'],
  [
    {
      moves: [
        { id: 4, from: 1, to: 0 },
        { id: 5, from: 0, to: 1 },
      ],
      placed: [4, 5],
    },
    'moved 2 images',
  ],
  [{ placed: [4, 5] }, 'order of 2 images'],
  [{ flagged: [4, 5], main: 5 }, 'main image 5'],
  [{ created: 1, flagged: [4], main: 5 }, 'added 1 image, main image 5'],
  [{ placed: [4, 5], main: 5 }, 'order of 2 images, main image 5'],
  [{ flagged: [4], main: null }, 'no main image'],
  [{ texts: [1, 2, 3] }, 'alt text of 3 images'],
  [{ texts: [1], files: [1] }, 'alt text of 1 image, new file for image 1'],
  [{ focals: [12] }, 'set the focal point of image 12'],
  [{ focals: [1, 2] }, 'set the focal point of images 1, 2'],
  [{ files: [1], focals: [1] }, 'new file for image 1, set the focal point of image 1'],
  [{ variants: ['RED'] }, 'picture of variant RED'],
  [{ variants: ['RED', 'BLUE'] }, 'pictures of variants RED, BLUE'],
  [{ variants: ['A', 'B', 'C', 'D'] }, 'pictures of 4 variants'],
  [{ undoneTo: 5, placed: [1, 2] }, 'went back to version 5'],
  [{ mediaAlt: { mediaId: 9, imageIds: [1, 2] } }, 'library text of media 9, shown by 2 images'],
])('%j is summarized as %s', (change, summary) => {
  expect(of(change)).toBe(summary);
});
