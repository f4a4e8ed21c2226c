import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../src/gallery/ports.ts';
import { decide } from '../../src/gallery/decide.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { GalleryState } from '../../src/gallery/state.ts';
import { ACTOR } from '../support/access.ts';

const state = (...images: [id: number, gallery: 'shop' | 'shop360', isThumbnail?: boolean][]): GalleryState => ({
  exists: true,
  version: 3,
  images: images.map(([id, gallery, isThumbnail = false]) => ({
    id,
    gallery,
    sortOrder: 9 - id,
    isThumbnail,
    focalPoint: undefined,
    revision: 1,
    lastRevision: 1,
  })),
  variants: new Map(),
  jobRun: undefined,
});

const five = state([1, 'shop'], [2, 'shop360'], [3, 'shop', true], [4, 'shop'], [5, 'shop']);

describe('deleting a page', () => {
  it.each([
    [0, undefined, [1, 3, 4, 5]],
    [0, 2, [1, 3]],
    [2, 2, [4, 5]],
    [3, 50, [5]],
    [4, 1, []],
    [1_000_000, 250, []],
  ])('after %s, %s at most: the ids %s, of this gallery only', (offset, limit, expected) => {
    const decision = decide(five, { kind: 'delete-page', gallery: 'shop', offset, limit }, 0);
    expect(decision.ok && decision.value.deleted.map(({ id }) => id)).toEqual(expected);
  });

  it('makes the only remaining image the thumbnail', () => {
    const decision = decide(five, { kind: 'delete-page', gallery: 'shop', offset: 0, limit: 3 }, 0);
    expect(decision.ok && decision.value.updated).toMatchObject([{ id: 5, isThumbnail: true }]);
  });

  it('returns which images were deleted also when the database’s answer was lost', async () => {
    const handler = new CommandHandler();
    const plans: Transaction[] = [];
    const empty = { images: [], variants: [], mainImageId: undefined };
    const store = {
      load: () => Promise.resolve(plans.length === 0 ? five : state([2, 'shop360'])),
      findCommitted: () => Promise.resolve({ lastImageIdBefore: 5, obsoleteIds: [1, 3, 4, 5] }),
      readPast: () => Promise.reject(new Error('not asked for')),
      readKept: () => Promise.reject(new Error('not asked for')),
      readSizes: () => Promise.reject(new Error('not asked for')),
      commit: (transaction: Transaction) => {
        plans.push(transaction);
        return Promise.resolve({ kind: 'unknown' } as const);
      },
      readRows: () => Promise.resolve(empty),
      missingMedia: () => Promise.resolve(new Set<number>()),
      findRecord: () => Promise.resolve(undefined),
    };
    const operation = {
      operationId: 'op',
      command: { kind: 'delete-page', gallery: 'shop', offset: 0, limit: undefined },
      actor: ACTOR,
      rawProductId: '1',
      registeredProductsOnly: false,
      allowedVersions: undefined,
      record: undefined,
      uploadDigest: undefined,
      sentAtMs: 1,
      isRepeat: false,
    } as const;
    const executed = await handler.execute(operation, store, () => 0);
    expect(executed).toEqual({ ok: true, value: { rows: empty, obsoleteIds: [1, 3, 4, 5], isReplay: false } });
    expect(plans).toHaveLength(1);
  });
});
