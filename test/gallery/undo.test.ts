import { describe, expect, it } from 'vitest';
import type { EarlierPicture, Kept, Past, TrashedImage } from '../../src/gallery/past.ts';
import type { GalleryImage, GalleryState } from '../../src/gallery/state.ts';
import { decideRestore, decideUndo, imagesToBringBack, mediaToBringBack } from '../../src/gallery/undo.ts';
import { galleryImage as image } from './commands.ts';

const state = (images: readonly GalleryImage[], fields: Partial<GalleryState> = {}): GalleryState => ({
  exists: true,
  version: 5,
  images,
  variants: new Map(),
  jobRun: undefined,
  ...fields,
});

const media = (mediaId: number) => ({ mediaId, fileStem: 'cup', format: 'png' }) as const;

const trashed = (id: number, fields: Partial<TrashedImage> = {}): TrashedImage => ({
  ...image(id, { isThumbnail: false }),
  media: media(id),
  ...fields,
});

const past = (fields: Partial<Past>): Past => ({
  version: 5,
  versionCount: 5,
  wasThere: new Map(),
  places: new Map(),
  texts: new Map(),
  pictures: new Map(),
  variants: new Map(),
  ...fields,
});

const earlierPicture = (revision: number, fields: Partial<EarlierPicture>): EarlierPicture => ({
  revision,
  media: undefined,
  focal: undefined,
  ...fields,
});

const kept = (images: readonly TrashedImage[], mediaIds: readonly number[] = []): Kept => ({
  trashed: new Map(images.map((row) => [row.id, row])),
  mediaIds: new Set([...mediaIds, ...images.map((row) => row.media.mediaId)]),
});

const NOTHING_KEPT = kept([]);

describe('decideUndo', () => {
  it('changes nothing where nothing has happened since', () => {
    const decision = decideUndo(state([image(1)]), 5, past({ versionCount: 0 }), NOTHING_KEPT, 0);
    expect(decision).toEqual({
      ok: true,
      value: { inserted: [], updated: [], deleted: [], restored: [], variants: [] },
    });
  });

  it('takes away what was added, and brings back what was deleted, with its place and words of then', () => {
    const earlier = past({
      wasThere: new Map([
        [1, true],
        [2, false],
      ]),
      places: new Map([[1, { sortOrder: 7, isThumbnail: true }]]),
      texts: new Map([[1, { description: 'A cup', alts: { cs: 'Hrnek' } }]]),
    });
    const decision = decideUndo(state([image(2)]), 0, earlier, kept([trashed(1)]), 0);
    expect(decision).toMatchObject({
      ok: true,
      value: {
        deleted: [{ id: 2, gallery: 'shop' }],
        restored: [{ id: 1, sortOrder: 7, isThumbnail: true, description: 'A cup', revision: 10 }],
      },
    });
  });

  it('leaves what is as it was alone, and gives the rest its place, words and bytes', () => {
    const earlier = past({
      places: new Map([[2, { sortOrder: 9, isThumbnail: false }]]),
      texts: new Map([[3, { description: 'old', alts: {} }]]),
      pictures: new Map([[4, earlierPicture(8, { media: media(40) })]]),
    });
    const images = [image(1), image(2), image(3), image(4, { revision: 12, lastRevision: 12 })];
    const decision = decideUndo(state(images), 1, earlier, kept([], [40]), 0);
    expect(decision.ok && decision.value.updated).toEqual([
      expect.objectContaining({ id: 2, sortOrder: 9, description: undefined, picture: undefined }),
      expect.objectContaining({ id: 3, sortOrder: 3, description: 'old', picture: undefined }),
      expect.objectContaining({
        id: 4,
        picture: { kind: 'earlier', media: media(40), revision: 8, focalPoint: undefined },
      }),
    ]);
  });

  it('gives variants what they showed: a reference, a picture of their own, or nothing', () => {
    const earlier = past({
      variants: new Map([
        ['A', { picture: { kind: 'reference', imageId: 1 } as const, revision: 3 }],
        ['B', { picture: { media: media(40), revision: 4 }, revision: 4 }],
        ['C', { picture: undefined, revision: undefined }],
      ]),
    });
    const decision = decideUndo(state([image(1)]), 1, earlier, kept([], [40]), 9_000);
    expect(decision.ok && decision.value.variants).toEqual([
      { variant: 'A', picture: { kind: 'reference', imageId: 1 }, revision: 3 },
      { variant: 'B', picture: { kind: 'earlier', media: media(40) }, revision: 4 },
      { variant: 'C', picture: { kind: 'none' }, revision: 9 },
    ]);
  });

  it('sets a reference again whose image goes and comes, and no other that is there', () => {
    const variants = new Map([['A', { revision: 3, lastRevision: 3, imageId: 1 }]]);
    const earlier = past({
      variants: new Map([['A', { picture: { kind: 'reference', imageId: 1 } as const, revision: 3 }]]),
    });
    const decision = decideUndo(state([image(1)], { variants }), 1, earlier, NOTHING_KEPT, 0);
    expect(decision.ok && decision.value.variants).toEqual([]);
  });

  it.each([
    ['a version that was never there', 6, past({}), NOTHING_KEPT, { what: 'version', currentVersion: 5 }],
    ['a history that is too short', 1, past({ versionCount: 3 }), NOTHING_KEPT, { what: 'history', toVersion: 1 }],
    ['an image that is gone', 1, past({ wasThere: new Map([[9, true]]) }), NOTHING_KEPT, { what: 'image', imageId: 9 }],
    [
      'an image whose media is gone',
      1,
      past({ wasThere: new Map([[9, true]]) }),
      { trashed: new Map([[9, trashed(9)]]), mediaIds: new Set<number>() },
      { what: 'image', imageId: 9 },
    ],
    [
      'bytes that are gone',
      1,
      past({ pictures: new Map([[1, earlierPicture(8, { media: media(40) })]]) }),
      NOTHING_KEPT,
      { what: 'image', imageId: 1 },
    ],
    [
      'a variant’s picture that is gone',
      1,
      past({ variants: new Map([['A', { picture: { media: media(40), revision: 8 }, revision: 8 }]]) }),
      NOTHING_KEPT,
      { what: 'variant-picture', variant: 'A' },
    ],
  ] as const)('refuses %s', (_name, toVersion, earlier, found, lost) => {
    const decision = decideUndo(state([image(1)]), toVersion, earlier, found, 0);
    expect(decision).toEqual({ ok: false, fault: { kind: 'past-lost', lost } });
  });

  it('asks only for what is to come back', () => {
    const earlier = past({
      wasThere: new Map([
        [1, true],
        [2, true],
        [3, false],
      ]),
      pictures: new Map([[1, earlierPicture(8, { media: media(40) })]]),
      variants: new Map([['B', { picture: { media: media(41), revision: 4 }, revision: 4 }]]),
    });
    expect(imagesToBringBack(state([image(1)]), earlier)).toEqual([2]);
    expect(mediaToBringBack(earlier)).toEqual([40, 41]);
  });
});

describe('decideRestore', () => {
  const restoredIds = (images: readonly GalleryImage[], ids: readonly number[], found: Kept): unknown => {
    const decision = decideRestore(state(images), ids, found);
    return decision.ok ? decision.value.restored.map(({ id, isThumbnail }) => [id, isThumbnail]) : decision.fault;
  };

  it('leaves the main image, and gives an empty product the one it had', () => {
    const found = kept([trashed(2, { isThumbnail: true }), trashed(3)]);
    expect(restoredIds([image(1)], [2, 3], found)).toEqual([
      [2, false],
      [3, false],
    ]);
    expect(restoredIds([], [3, 2], found)).toEqual([
      [3, false],
      [2, true],
    ]);
    expect(restoredIds([], [3], found)).toEqual([[3, true]]);
  });

  it('takes an image once, and leaves one alone that is there', () => {
    expect(restoredIds([image(1)], [1, 2, 2], kept([trashed(2)]))).toEqual([[2, false]]);
  });

  it('refuses what is not in the trash, whose media is gone, and what is too much', () => {
    expect(restoredIds([image(1)], [9], NOTHING_KEPT)).toEqual({ kind: 'image-not-found', imageId: '9' });
    const withoutMedia = { trashed: new Map([[2, trashed(2)]]), mediaIds: new Set<number>() };
    expect(restoredIds([image(1)], [2], withoutMedia)).toMatchObject({ kind: 'past-lost' });
    const full = Array.from({ length: 1000 }, (_, index) => image(index + 10));
    expect(restoredIds(full, [2], kept([trashed(2)]))).toEqual({ kind: 'product-full', maxImages: 1000 });
  });
});
