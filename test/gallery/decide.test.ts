import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/gallery/evolve.ts';
import type { CommandOnPresent } from '../../src/gallery/commands.ts';
import { decide } from '../../src/gallery/decide.ts';
import { byDisplayOrder, MAX_SORT_ORDER, MIN_SORT_ORDER, type GalleryState } from '../../src/gallery/state.ts';
import { create, refer, remove, update, upload } from './commands.ts';

const EMPTY: GalleryState = {
  exists: false,
  version: 0,
  images: [],
  variants: new Map(),
  jobRun: undefined,
};

/** Executes a command on a state, with the next ids for new images; a refused command changes nothing. */
function run(state: GalleryState, command: CommandOnPresent, lastId: number): { state: GalleryState; lastId: number } {
  const decision = decide(state, command, 1_000_000);
  if (!decision.ok) return { state, lastId };
  const next = evolve(state, decision.value, { lastImageIdBefore: lastId, jobId: undefined });
  return { state: next, lastId: lastId + decision.value.inserted.length };
}

function runAll(...commands: CommandOnPresent[]): GalleryState {
  let [state, lastId] = [EMPTY, 0];
  for (const command of commands) ({ state, lastId } = run(state, command, lastId));
  return state;
}

const orders = (state: GalleryState): [number, number][] =>
  state.images.map(({ id, sortOrder }) => [id, sortOrder] as [number, number]);
const shown = (state: GalleryState): number[] => state.images.toSorted(byDisplayOrder).map(({ id }) => id);
const thumbnails = (state: GalleryState): number[] =>
  state.images.filter(({ isThumbnail }) => isThumbnail).map(({ id }) => id);

describe('sort order', () => {
  it('is 0 for the first image and highest + 1 for the next [IMG-16]', () => {
    expect(orders(runAll(create({}), create({}), create({ sortOrder: 40 }), create({})))).toEqual([
      [1, 0],
      [2, 1],
      [3, 40],
      [4, 41],
    ]);
  });

  it('allows duplicates and renumbers nothing on create [IMG-15, BC-21]', () => {
    expect(orders(runAll(create({}), create({ sortOrder: 0 })))).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('stays at the largest value after an image that has it [IMG-16]', () => {
    expect(orders(runAll(create({ sortOrder: MAX_SORT_ORDER }), create({})))).toEqual([
      [1, MAX_SORT_ORDER],
      [2, MAX_SORT_ORDER],
    ]);
  });

  it('raises every other image at or after the new place, in both directions [BC-20]', () => {
    const three = [create({}), create({}), create({})];
    expect(orders(runAll(...three, update(3, { sortOrder: 0 })))).toEqual([
      [1, 1],
      [2, 2],
      [3, 0],
    ]);
    expect(orders(runAll(...three, update(1, { sortOrder: 2 })))).toEqual([
      [1, 2],
      [2, 1],
      [3, 3],
    ]);
  });

  it('changes nothing where the requested number is the present one [BC-20]', () => {
    expect(orders(runAll(create({}), create({ sortOrder: 0 }), update(1, { sortOrder: 0 })))).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('is renumbered consecutively where a shift would exceed int32, in the requested order [BC-22]', () => {
    const state = runAll(
      create({ sortOrder: MAX_SORT_ORDER - 1 }),
      create({ sortOrder: MAX_SORT_ORDER }),
      create({ sortOrder: 5 }),
      update(3, { sortOrder: MAX_SORT_ORDER }),
    );
    expect(shown(state)).toEqual([1, 3, 2]);
    expect(orders(state)).toEqual([
      [1, MAX_SORT_ORDER - 2],
      [2, MAX_SORT_ORDER],
      [3, MAX_SORT_ORDER - 1],
    ]);
  });

  it('is renumbered without gaps where that keeps the moved image at the requested number [BC-22]', () => {
    const state = runAll(create({ sortOrder: 10 }), create({ sortOrder: MAX_SORT_ORDER }), create({ sortOrder: 3 }));
    const { state: moved } = run(state, update(3, { sortOrder: 10 }), 3);
    expect(orders(moved)).toEqual([
      [1, 11],
      [2, 12],
      [3, 10],
    ]);
  });

  it('moves no other image in dialects that only set the number [SH-22, ST-17]', () => {
    const state = runAll(create({}), create({}), update(2, { sortOrder: 0 }, { makeRoom: false }));
    expect(orders(state)).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });
});

describe('thumbnail', () => {
  it('is the only image, whatever it requests [IMG-17]', () => {
    expect(thumbnails(runAll(create({ isThumbnail: false })))).toEqual([1]);
    expect(thumbnails(runAll(create({}), update(1, { isThumbnail: false })))).toEqual([1]);
  });

  it('moves to the image that requests it [IMG-17]', () => {
    expect(thumbnails(runAll(create({}), create({ isThumbnail: true })))).toEqual([2]);
    expect(thumbnails(runAll(create({}), create({}), update(2, { isThumbnail: true })))).toEqual([2]);
  });

  it('can be removed while there are other images [IMG-18]', () => {
    expect(thumbnails(runAll(create({}), create({}), update(1, { isThumbnail: false })))).toEqual([]);
  });

  it('moves to no other image when it is deleted, unless one image remains [IMG-18]', () => {
    expect(thumbnails(runAll(create({}), create({}), create({}), remove(1)))).toEqual([]);
    expect(thumbnails(runAll(create({}), create({}), create({}), remove(1), remove(2)))).toEqual([3]);
  });

  it('is never an image of another gallery [IMG-17]', () => {
    expect(
      thumbnails(runAll(create({ gallery: 'shop360' }), create({ gallery: 'shop360', isThumbnail: true }))),
    ).toEqual([]);
  });
});

describe('the gallery', () => {
  it('counts the images of all galleries of the product against 1000 [IMG-12, BC-23]', () => {
    const full = runAll(
      create(...Array.from({ length: 600 }, () => ({ gallery: 'shop360' as const }))),
      create(...Array.from({ length: 400 }, () => ({}))),
    );
    expect(full.images).toHaveLength(1000);
    expect(decide(full, create({}), 0)).toEqual({ ok: false, fault: { kind: 'product-full', maxImages: 1000 } });
  });

  it.each([
    ['an update', update(9, { sortOrder: 1 })],
    ['a deletion', remove(9)],
    ['a reference', { kind: 'set-variant-image', variant: '1', picture: { kind: 'reference', imageId: 9 } } as const],
    ['an update in another gallery', update(1, { sortOrder: 1 }, { gallery: 'shop360' })],
  ])('refuses %s of an image that is not there [BC3-30]', (_name, command) => {
    const decision = decide(runAll(create({})), command, 0);
    expect(decision).toMatchObject({ ok: false, fault: { kind: 'image-not-found' } });
  });

  it('gives new bytes a new revision, also twice in one second and with a clock that goes back [DEL-4]', () => {
    let state = runAll(create({}));
    const revisions = [state.images[0]?.revision];
    for (const nowMs of [1_000_000, 1_000_001, 5]) {
      const decision = decide(state, update(1, { upload: upload() }), nowMs);
      if (!decision.ok) throw new Error(decision.fault.kind);
      state = evolve(state, decision.value, { lastImageIdBefore: 1, jobId: undefined });
      revisions.push(state.images[0]?.revision);
    }
    expect(revisions).toEqual([1000, 1001, 1002, 1003]);
  });
});

// A naive model of a product: a list of images in display order, which is rewritten at every step.
interface NaiveImage {
  id: number;
  sort: number;
  thumb: boolean;
}

const naiveCommands = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    sort: fc.option(fc.integer({ min: -3, max: 12 }), { nil: undefined }),
    thumb: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('update' as const),
    at: fc.nat({ max: 12 }),
    sort: fc.option(fc.integer({ min: -3, max: 12 }), { nil: undefined }),
    thumb: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat({ max: 12 }) }),
);

function naiveStep(
  images: NaiveImage[],
  step: (typeof naiveCommands extends fc.Arbitrary<infer T> ? T : never) & { id: number },
): NaiveImage[] {
  let next = images.map((image) => ({ ...image }));
  if (step.kind === 'create') {
    const highest = Math.max(...next.map(({ sort }) => sort));
    next.push({ id: step.id, sort: step.sort ?? (next.length === 0 ? 0 : highest + 1), thumb: false });
  }
  if (step.kind === 'update') {
    const target = next.find(({ id }) => id === step.id);
    if (target !== undefined && step.sort !== undefined && step.sort !== target.sort) {
      for (const other of next) if (other !== target && other.sort >= step.sort) other.sort += 1;
      target.sort = step.sort;
    }
    if (target !== undefined && step.thumb === false) target.thumb = false;
  }
  if (step.kind === 'delete') next = next.filter(({ id }) => id !== step.id);
  if (step.kind !== 'delete' && step.thumb === true && next.some(({ id }) => id === step.id)) {
    for (const image of next) image.thumb = image.id === step.id;
  }
  const [only] = next;
  if (next.length === 1 && only !== undefined) only.thumb = true;
  return next;
}

it('decisions match a naive model after any sequence of commands, and keep all invariants', () => {
  fc.assert(
    fc.property(fc.array(naiveCommands, { maxLength: 40 }), (steps) => {
      let [state, lastId] = [EMPTY, 0];
      let naive: NaiveImage[] = [];
      for (const step of steps) {
        const at = step.kind === 'create' ? lastId + 1 : (naive[step.at % Math.max(naive.length, 1)]?.id ?? 999);
        const command =
          step.kind === 'create'
            ? create({ sortOrder: step.sort, isThumbnail: step.thumb })
            : step.kind === 'update'
              ? update(at, { sortOrder: step.sort, isThumbnail: step.thumb })
              : remove(at);
        ({ state, lastId } = run(state, command, lastId));
        naive = naiveStep(naive, { ...step, id: at });
        expect(
          state.images.map(({ id, sortOrder, isThumbnail }) => ({ id, sort: sortOrder, thumb: isThumbnail })),
        ).toEqual(naive);
        expect(thumbnails(state).length).toBeLessThanOrEqual(1);
        expect(new Set(shown(state)).size).toBe(state.images.length);
      }
    }),
    { numRuns: 300 },
  );
});

it('decisions keep every sort order in int32 and the requested order near its limits [BC-22]', () => {
  const near = fc.integer({ min: MAX_SORT_ORDER - 4, max: MAX_SORT_ORDER });
  fc.assert(
    fc.property(
      fc.array(near, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(7), near), { maxLength: 10 }),
      (numbers, moves) => {
        let [state, lastId] = [EMPTY, 0];
        for (const sortOrder of numbers) ({ state, lastId } = run(state, create({ sortOrder }), lastId));
        for (const [index, target] of moves) {
          const id = 1 + (index % numbers.length);
          const moved = state.images.find((image) => image.id === id);
          const others = state.images.filter((image) => image.id !== id).toSorted(byDisplayOrder);
          const before = others.filter((image) => image.sortOrder < target).map((image) => image.id);
          const after = others.filter((image) => image.sortOrder >= target).map((image) => image.id);
          const wasThere = moved?.sortOrder === target;
          const earlier = shown(state);
          ({ state, lastId } = run(state, update(id, { sortOrder: target }), lastId));
          expect(shown(state)).toEqual(wasThere ? earlier : [...before, id, ...after]);
          for (const { sortOrder } of state.images) {
            expect(sortOrder).toBeGreaterThanOrEqual(MIN_SORT_ORDER);
            expect(sortOrder).toBeLessThanOrEqual(MAX_SORT_ORDER);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('variant references', () => {
  const state = runAll(create({}, {}, {}), refer('RED', 1), refer('BLUE', 2));
  const removal = (imageIds: number[], rules: object) =>
    decide(state, { kind: 'delete', gallery: 'shop', imageIds, ...rules }, 0);
  const deletedIds = (imageIds: number[], rules: object): number[] | string => {
    const decision = removal(imageIds, rules);
    return decision.ok ? decision.value.deleted.map(({ id }) => id) : decision.fault.kind;
  };

  it.each([
    [[1, 3], {}, [1, 3]],
    [[1, 3], { references: 'refuse' }, 'image-used-by-variant'],
    [[3], { references: 'refuse' }, [3]],
    [[1, 2, 3], { references: 'skip' }, [3]],
    [[3, 9], {}, 'image-not-found'],
    [[3, 9], { whenMissing: 'skip' }, [3]],
    [[9], { whenMissing: 'skip' }, []],
  ])('decide what deleting %j with %j does [SH-25, SH-26]', (imageIds, rules, expected) => {
    expect(deletedIds(imageIds, rules)).toEqual(expected);
  });

  it('are cleared when their image is deleted [SH-25]', () => {
    expect(run(state, remove(1), 3).state.variants.get('RED')?.imageId).toBeUndefined();
  });

  it('are not changed where they are as requested already, or their image does not exist [SH-50]', () => {
    for (const command of [refer('RED', 1), refer('NEW', 9)]) {
      const decision = decide(state, command, 0);
      expect(decision.ok && decision.value.variants).toEqual([]);
    }
  });
});

describe('images of one job', () => {
  const OF_JOB = { jobId: 'job' };
  /** Executes commands, each of the job or of somebody else. */
  const runBy = (...steps: (readonly ['job' | 'other', CommandOnPresent])[]): GalleryState => {
    let state: GalleryState = EMPTY;
    let lastId = 0;
    for (const [by, command] of steps) {
      const decision = decide(state, command, 1_000_000);
      if (!decision.ok) throw new Error(decision.fault.kind);
      const jobId = by === 'job' ? 'job' : undefined;
      state = evolve(state, decision.value, { lastImageIdBefore: lastId, jobId });
      lastId += decision.value.inserted.length;
    }
    return state;
  };
  const ofJob = (sortOrder: number) => ['job', create({ sortOrder, isThumbnail: OF_JOB })] as const;
  const thumbnailOrders = (state: GalleryState): number[] =>
    state.images.filter(({ isThumbnail }) => isThumbnail).map(({ sortOrder }) => sortOrder);

  it.each([[[5, 3, 9, 1]], [[1, 3, 5, 9]], [[9, 5, 3, 1]]])(
    'leave the first to show as the thumbnail, come they in the order %j [SH-30]',
    (sortOrders) => {
      expect(thumbnailOrders(runBy(...sortOrders.map(ofJob)))).toEqual([1]);
    },
  );

  it('leave the flag with an image that somebody else created meanwhile [SH-30]', () => {
    expect(thumbnailOrders(runBy(['other', create({ sortOrder: 8 })], ofJob(1)))).toEqual([8]);
    expect(thumbnailOrders(runBy(ofJob(9), ['other', create({ sortOrder: 8, isThumbnail: true })], ofJob(1)))).toEqual([
      8,
    ]);
  });

  it('leave the flag where somebody else has put or confirmed it [SH-30]', () => {
    const confirmed = runBy(ofJob(9), ['other', update(1, { isThumbnail: true, description: 'x' })], ofJob(1));
    expect(thumbnailOrders(confirmed)).toEqual([9]);
    const moved = runBy(ofJob(3), ofJob(9), ['other', update(2, { isThumbnail: true })], ofJob(1));
    expect(thumbnailOrders(moved)).toEqual([9]);
  });

  it('give no flag to a product from which somebody took it [SH-30]', () => {
    const state = runBy(ofJob(3), ofJob(9), ['other', update(1, { isThumbnail: false })], ofJob(1));
    expect(thumbnailOrders(state)).toEqual([]);
  });
});

describe('several images placed into an empty gallery', () => {
  it('make the first to show the thumbnail [IMG-17]', () => {
    expect(thumbnails(runAll(create({ sortOrder: 4 }, { sortOrder: 2 }, { sortOrder: 2 })))).toEqual([2]);
    expect(thumbnails(runAll(create({ gallery: 'shop360', sortOrder: 0 }, { sortOrder: 3 }, {})))).toEqual([2]);
  });

  it('leave it to one that asks for it, and pass over those that do not want it [IMG-17]', () => {
    expect(thumbnails(runAll(create({}, {}, { isThumbnail: true })))).toEqual([3]);
    expect(thumbnails(runAll(create({ isThumbnail: false }, {}, {})))).toEqual([2]);
    expect(thumbnails(runAll(create({ isThumbnail: false }, { isThumbnail: false })))).toEqual([]);
  });

  it('change nothing where there are images [IMG-18]', () => {
    const state = runAll(create({}), create({}), update(1, { isThumbnail: false }), create({}, {}));
    expect(thumbnails(state)).toEqual([]);
  });
});
