import { describe, expect, it } from 'vitest';
import { signal } from '@preact/signals';
import type { HistoryEntry } from 'vitrine-client';
import { joinEntries, toRows } from '../../../page/gallery/history-rows.ts';
import { toSteps } from '../../../page/gallery/kept-steps.ts';
import { Lift, type LiftMove, nextSlot } from '../../../page/gallery/lift.ts';
import { findMoved } from '../../../page/gallery/moved-images.ts';
import { scrollSpeed } from '../../../page/gallery/scroll-speed.ts';
import { Selection } from '../../../page/gallery/selection.ts';
import { NO_STEPS } from '../../../page/gallery/undo-stack.ts';
import { type GalleryView, moveImages } from '../../../page/gallery/view.ts';
import { makeImage } from './fake-service.ts';

const images = [1, 2, 3, 4, 5, 6, 7].map((id, index) => makeImage(id, index));
const SHAPE = { columns: 3, rowsInWindow: 2 };

describe('moving by keyboard', () => {
  it.each<[LiftMove, number, number]>([
    ['back', 0, 0],
    ['back', 4, 3],
    ['on', 6, 6],
    ['on', 4, 5],
    ['up', 2, 2],
    ['up', 4, 1],
    ['down', 1, 4],
    ['down', 4, 6],
    ['pageUp', 5, 2],
    ['pageUp', 6, 0],
    ['pageDown', 0, 6],
    ['first', 5, 0],
    ['last', 1, 6],
  ])('goes %s from place %i to %i [PAGE-18]', (move, from, to) => {
    expect(nextSlot(move, from, 6, SHAPE)).toBe(to);
  });

  it('is dropped before the next image where somebody else deletes the one it was to come before [PAGE-26]', () => {
    const lift = new Lift();
    const placesOf = (...ids: readonly number[]): ReadonlyMap<number, number> =>
      new Map(ids.map((id, index) => [id, index + 1]));
    lift.keepPlace(placesOf(0, 1, 2, 3, 4, 5));
    lift.begin(
      [0],
      0,
      [0, 1, 2, 3, 4, 5].map((id, position) => makeImage(id, position)),
    );
    for (let step = 0; step < 2; step += 1) {
      lift.move(
        'on',
        [0, 1, 2, 3, 4, 5].map((id, position) => makeImage(id, position)),
        { columns: 6, rowsInWindow: 1 },
      );
    }
    expect(lift.lifted.value?.before).toBe(3);
    lift.keepPlace(placesOf(1, 2, 0, 3, 4, 5));
    lift.keepPlace(placesOf(1, 2, 4, 5, 0));
    expect(lift.lifted.value?.before).toBe(4);
    lift.keepPlace(placesOf(1, 2, 4, 5));
    expect(lift.lifted.value).toBeUndefined();
  });

  it('moves several together, from where they are lifted [PAGE-18]', () => {
    const lift = new Lift();
    const view = signal({ images, variants: [] });
    const shown = (): readonly number[] => {
      const lifted = lift.lifted.value;
      if (lifted === undefined) return images.map(({ id }) => id);
      return moveImages(view.value, lifted.ids, lifted.before).images.map(({ id }) => id);
    };
    lift.begin([2, 5], 5, images);
    expect(shown()).toEqual([1, 3, 4, 2, 5, 6, 7]);
    lift.move('back', images, SHAPE);
    expect(shown()).toEqual([1, 3, 2, 5, 4, 6, 7]);
    lift.move('last', images, SHAPE);
    expect(shown()).toEqual([1, 3, 4, 6, 7, 2, 5]);
    lift.end();
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('selecting', () => {
  const ids = images.map(({ id }) => id);

  it('takes a range from the last image that was selected [PAGE-19]', () => {
    const selection = new Selection();
    selection.toggle(5);
    selection.extendTo(3, ids);
    expect(selection.ids.value).toEqual(new Set([3, 4, 5]));
  });

  it('forgets what is gone, and acts on itself alone where an image is not selected [PAGE-19]', () => {
    const selection = new Selection();
    selection.set([2, 6, 4]);
    selection.keepOnly(new Set([2, 4]));
    expect(selection.count.value).toBe(2);
    expect(selection.around(4, ids)).toEqual([2, 4]);
    expect(selection.around(5, ids)).toEqual([5]);
  });
});

describe('what others have moved', () => {
  const viewOf = (ids: readonly number[]): GalleryView => ({
    images: ids.map((id, index) => makeImage(id, index)),
    variants: [],
  });

  it.each([
    [[1, 2, 3, 4, 5], []],
    [[5, 1, 2, 3, 4], [5]],
    [[2, 3, 4, 5, 1], [1]],
    [
      [1, 4, 2, 5, 3],
      [4, 5],
    ],
    [[3, 6, 1, 4], [3]],
  ])('is as little as makes %j of 1 to 5 [PAGE-26]', (ids, moved) => {
    expect(findMoved(viewOf(ids), viewOf([1, 2, 3, 4, 5]))).toEqual(moved);
  });
});

describe('dragging at an edge of the window', () => {
  it('scrolls the faster the nearer, and not in the middle [PAGE-16]', () => {
    expect(scrollSpeed(400, 800)).toBe(0);
    expect(scrollSpeed(0, 800)).toBeLessThan(scrollSpeed(60, 800));
    expect(scrollSpeed(60, 800)).toBeLessThan(0);
    expect(scrollSpeed(800, 800)).toBeGreaterThan(scrollSpeed(740, 800));
    expect(scrollSpeed(900, 800)).toBe(scrollSpeed(800, 800));
  });
});

describe('the history', () => {
  const entry = (seq: number, canUndo = true): HistoryEntry => ({
    version: seq,
    seq,
    at: '2026-01-01T00:00:00.000Z',
    by: null,
    api: null,
    kind: 'images.created',
    summary: '',
    canUndo,
  });

  it('goes back to where the way is not lost [PAGE-25]', () => {
    const rows = toRows([entry(4), entry(3, false), entry(2), entry(1)]);
    expect(rows.map(({ goBackTo }) => goBackTo)).toEqual([undefined, 3, undefined, 1]);
  });

  it('joins what is new to what is known, and does not hide a gap [PAGE-25]', () => {
    const known = [entry(3), entry(2), entry(1)];
    expect(joinEntries([entry(5), entry(4), entry(3)], known).map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(joinEntries([entry(9), entry(8)], known).map(({ seq }) => seq)).toEqual([9, 8]);
  });
});

describe('steps that are kept', () => {
  it('are read as they were kept, and left out in any other form [PAGE-24]', () => {
    const kept = { stack: { undo: [{ toVersion: 1, atVersion: 2, label: 'Moved' }], redo: [] }, ownVersions: [2] };
    expect(toSteps(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    for (const other of [
      null,
      {},
      { stack: {} },
      { ...kept, ownVersions: 1 },
      { ...kept, stack: { undo: [1], redo: [] } },
    ]) {
      expect(toSteps(other)).toEqual(NO_STEPS);
    }
  });
});
