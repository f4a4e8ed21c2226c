import { describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../../src/gallery/changes.ts';
import { decide } from '../../src/gallery/decide.ts';
import { mainImageAfter } from '../../src/gallery/main-image.ts';
import type { CommandOnPresent } from '../../src/gallery/commands.ts';
import type { GalleryImage, GalleryState } from '../../src/gallery/state.ts';
import { create, galleryImage, remove, update } from './commands.ts';

const state = (...images: readonly GalleryImage[]): GalleryState => ({
  exists: true,
  version: 1,
  images,
  variants: new Map(),
  jobRun: undefined,
});

function mainAfter(before: GalleryState, command: CommandOnPresent): unknown {
  const decision = decide(before, command, 0);
  if (!decision.ok) throw new Error(decision.fault.kind);
  return mainImageAfter(before, decision.value);
}

const PLAIN = { isThumbnail: false };

describe('the main image after a command', () => {
  it('is the thumbnail, whatever its place', () => {
    const before = state(galleryImage(1, PLAIN), galleryImage(2, { isThumbnail: true }));
    expect(mainImageAfter(before, NO_CHANGES)).toEqual({ kind: 'present', imageId: 2 });
    expect(mainAfter(before, update(1, { isThumbnail: true }))).toEqual({ kind: 'present', imageId: 1 });
  });

  it('is the first that shop shows where no image is the thumbnail', () => {
    const before = state(
      galleryImage(1, { ...PLAIN, gallery: 'shop360', sortOrder: 0 }),
      galleryImage(2, { ...PLAIN, sortOrder: 5 }),
      galleryImage(3, { ...PLAIN, sortOrder: 3 }),
      galleryImage(4, { ...PLAIN, sortOrder: 3 }),
    );
    expect(mainImageAfter(before, NO_CHANGES)).toEqual({ kind: 'present', imageId: 3 });
    expect(mainAfter(before, update(2, { sortOrder: 1 }))).toEqual({ kind: 'present', imageId: 2 });
    expect(mainAfter(before, create({ isThumbnail: false, sortOrder: -1 }))).toEqual({ kind: 'created', index: 0 });
  });

  it('is a created one by its place among those, before the database gives it a number', () => {
    const command = create({ gallery: 'shop360' }, { sortOrder: 4 }, { sortOrder: 2 });
    expect(mainAfter(state(), command)).toEqual({ kind: 'created', index: 2 });
  });

  it('is none where shop is empty', () => {
    const before = state(galleryImage(1), galleryImage(2, { ...PLAIN, gallery: 'shop360' }));
    expect(mainAfter(before, remove(1))).toEqual({ kind: 'none' });
    expect(mainImageAfter(state(), NO_CHANGES)).toEqual({ kind: 'none' });
  });
});
