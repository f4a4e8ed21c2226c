import { describe, expect, it } from 'vitest';
import type { UpdatedImage } from '../../src/gallery/changes.ts';
import type { ImageUpdate } from '../../src/gallery/commands.ts';
import { decide } from '../../src/gallery/decide.ts';
import { evolve } from '../../src/gallery/evolve.ts';
import { toJournalEntry } from '../../src/gallery/journal-entry.ts';
import { idsWhoseSizeCounts } from '../../src/gallery/new-picture.ts';
import type { GalleryImage, GalleryState } from '../../src/gallery/state.ts';
import { galleryImage, update, upload } from './commands.ts';

const POINT = { x: 0.25, y: 0.5 };
const OTHER = { x: 0.75, y: 0.5 };

const image = (id: number, fields: Partial<GalleryImage> = {}): GalleryImage =>
  galleryImage(id, { lastRevision: 12, ...fields });

const state: GalleryState = {
  exists: true,
  version: 5,
  images: [image(1, { focalPoint: POINT }), image(2), image(3, { gallery: 'shop360' })],
  variants: new Map(),
  jobRun: undefined,
};

const SIZES = new Map([[1, { widthPx: 600, heightPx: 400 }]]);

function updated(imageId: number, fields: Partial<ImageUpdate>): readonly UpdatedImage[] {
  const decision = decide(state, update(imageId, fields), 1000, SIZES);
  if (!decision.ok) throw new Error(decision.fault.kind);
  return decision.value.updated;
}

describe('another focal point', () => {
  it('gives the image a revision that it never had, and leaves its bytes', () => {
    const picture = { kind: 'same', revision: 13, focalPoint: OTHER };
    expect(updated(1, { focalPoint: OTHER })).toMatchObject([{ id: 1, sortOrder: 1, isThumbnail: true, picture }]);
    expect(updated(2, { focalPoint: POINT })).toMatchObject([{ id: 2, picture: { kind: 'same', focalPoint: POINT } }]);
    expect(updated(1, { focalPoint: null })).toMatchObject([
      { id: 1, picture: { kind: 'same', focalPoint: undefined } },
    ]);
  });

  it('is none where it is the same one: nothing changes, or only the rest', () => {
    expect(updated(1, { focalPoint: POINT })).toEqual([]);
    expect(updated(2, { focalPoint: null })).toEqual([]);
    expect(updated(1, { focalPoint: POINT, description: 'Words' })).toMatchObject([{ id: 1, picture: undefined }]);
  });

  it('is known to the state after it, with the revision', () => {
    const command = update(1, { focalPoint: OTHER });
    const decision = decide(state, command, 1000);
    if (!decision.ok) throw new Error(decision.fault.kind);
    const next = evolve(state, decision.value, { lastImageIdBefore: 3, jobId: undefined });
    expect(next.images[0]).toMatchObject({ focalPoint: OTHER, revision: 13, lastRevision: 13 });
    expect(toJournalEntry(state, command, decision.value)).toMatchObject({
      type: 'images.updated',
      fileIds: [],
      focalIds: [1],
    });
  });
});

describe('other bytes', () => {
  const sized = (widthPx: number, heightPx: number) => ({ ...upload(), widthPx, heightPx });

  it.each([
    [600, 400, POINT],
    [60, 40, POINT],
    [660, 400, POINT],
    [600, 440, POINT],
    [661, 400, undefined],
    [600, 441, undefined],
    [400, 600, undefined],
  ])('of %i × %i keep the focal point of 600 × 400 where the shape is similar', (widthPx, heightPx, focalPoint) => {
    const [change] = updated(1, { upload: sized(widthPx, heightPx) });
    expect(change?.picture).toMatchObject({ kind: 'upload', revision: 13 });
    expect(change?.picture?.focalPoint).toEqual(focalPoint);
  });

  it('have the focal point that the command sets, or none where it says so', () => {
    expect(updated(1, { upload: sized(9, 9), focalPoint: OTHER })[0]?.picture?.focalPoint).toEqual(OTHER);
    expect(updated(1, { upload: sized(600, 400), focalPoint: null })[0]?.picture?.focalPoint).toBeUndefined();
  });

  it('are told as a file, and as a focal point only where that is another one', () => {
    const idsOf = (fields: Partial<ImageUpdate>) => {
      const command = update(1, fields);
      const decision = decide(state, command, 1000, SIZES);
      if (!decision.ok) throw new Error(decision.fault.kind);
      const { fileIds, focalIds } = toJournalEntry(state, command, decision.value);
      return [fileIds, focalIds];
    };
    expect(idsOf({ upload: sized(600, 400) })).toEqual([[1], []]);
    expect(idsOf({ upload: sized(9, 9) })).toEqual([[1], [1]]);
    expect(idsOf({ upload: sized(600, 400), focalPoint: OTHER })).toEqual([[1], [1]]);
  });

  it('take a look at the size only where a focal point hangs on it', () => {
    const of = (imageId: number, fields: Partial<ImageUpdate>) => idsWhoseSizeCounts(state, update(imageId, fields));
    expect(of(1, { upload: upload() })).toEqual([1]);
    expect(of(2, { upload: upload() })).toEqual([]);
    expect(of(1, { upload: upload(), focalPoint: null })).toEqual([]);
    expect(of(1, { description: 'Words' })).toEqual([]);
  });
});

describe('an update of images of any gallery', () => {
  it('finds those of each, and one of a gallery only its own', () => {
    const any = decide(state, update(3, { focalPoint: POINT }, { gallery: 'any' }), 1000);
    expect(any.ok && any.value.updated).toMatchObject([{ id: 3, gallery: 'shop360' }]);
    const ofShop = decide(state, update(3, { focalPoint: POINT }), 1000);
    expect(ofShop).toEqual({ ok: false, fault: { kind: 'image-not-found', imageId: '3' } });
  });

  it('moves each among those of its own', () => {
    const command = update(3, { sortOrder: 0 }, { gallery: 'any' });
    const decision = decide(state, command, 1000);
    expect(decision.ok && decision.value.updated).toMatchObject([{ id: 3, sortOrder: 0 }]);
  });
});
