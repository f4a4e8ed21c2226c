import { describe, expect, it } from 'vitest';
import type { Image } from 'vitrine-client';
import type { GalleryView } from '../../../page/gallery/view.ts';
import { toEntries } from '../../../page/uploads/entries.ts';
import {
  createdIds,
  positionOf,
  splitAtRest,
  targetOf,
  toPlace,
  toSettle,
  withoutImages,
} from '../../../page/uploads/places.ts';
import { type Batch, Upload } from '../../../page/uploads/upload.ts';
import { makeImage } from './fake-service.ts';

const image = (id: number, position: number, isMain = false): Image => makeImage(id, position, { isMain });

const viewOf = (...ids: readonly number[]): GalleryView => ({
  images: ids.map((id, position) => image(id, position, position === 0)),
  variants: [],
});

const waiting = (name = 'x'): Upload => new Upload({ kind: 'url', url: `https://pictures.example/${name}` });

function sending(): Upload {
  const upload = waiting();
  upload.state.value = { kind: 'sending' };
  return upload;
}

function created(id: number, version = 1): Upload {
  const upload = waiting();
  upload.state.value = { kind: 'created', image: image(id, 0), version };
  return upload;
}

const batch = (before: number | null, ...uploads: readonly Upload[]): Batch => {
  const id = crypto.randomUUID();
  return { id, group: id, gallery: 'shop', before, uploads };
};

const shown = (view: GalleryView, batches: readonly Batch[], version = 1): readonly (number | string)[] =>
  toEntries(view.images, batches, version).map((entry) =>
    entry.kind === 'image' ? entry.image.id : entry.upload.name,
  );

describe('where files are shown', () => {
  it('stand where they were dropped, in the order of the drop, whatever came first [PAGE-34]', () => {
    const drop = batch(2, waiting('a'), created(9), waiting('c'));
    expect(shown(viewOf(1, 9, 2, 3), [drop])).toEqual([1, 'a', 9, 'c', 2, 3]);
    expect(shown(viewOf(1, 2, 3, 9), [drop])).toEqual([1, 'a', 9, 'c', 2, 3]);
    expect(shown(viewOf(1, 2), [batch(null, waiting('a'))])).toEqual([1, 2, 'a']);
    expect(shown(viewOf(1, 2), [batch(7, waiting('a'))])).toEqual([1, 2, 'a']);
  });

  it('stand before a file of another drop that was added already [PAGE-34]', () => {
    const first = batch(null, created(8), created(9));
    expect(shown(viewOf(1, 8, 9), [first, batch(9, waiting('b'))])).toEqual([1, 8, 'b', 9]);
  });

  it('are shown until their image is, and not where it was deleted since [PAGE-34]', () => {
    const drop = batch(null, created(9, 5));
    expect(shown(viewOf(1), [drop], 4)).toEqual([1, 'x']);
    expect(shown(viewOf(1), [drop], 5)).toEqual([1]);
  });
});

describe('the position that a file is sent with', () => {
  it('is before the next file of its drop that is there, else before what it was dropped on [PAGE-34]', () => {
    expect(positionOf([waiting(), waiting()], 0, 2, [1, 2, 3])).toBe(1);
    expect(positionOf([waiting(), created(3)], 0, 2, [1, 2, 3])).toBe(2);
    expect(positionOf([waiting()], 0, null, [1, 2, 3])).toBeUndefined();
    expect(positionOf([waiting()], 0, 7, [1, 2, 3])).toBeUndefined();
  });

  it('leaves room for those before it that are on their way [PAGE-34]', () => {
    expect(positionOf([sending(), sending(), waiting()], 2, 2, [1, 2])).toBe(3);
  });

  it('makes a file that comes first the main image, where the first one is [PAGE-34]', () => {
    const drop = batch(1, waiting(), waiting());
    const [first, second] = drop.uploads;
    if (first === undefined || second === undefined) throw new Error('no uploads');
    expect(toPlace(drop, [drop], first, viewOf(1, 2))).toEqual({ position: 0, isMain: true });
    first.state.value = { kind: 'sending' };
    expect(toPlace(drop, [drop], second, viewOf(1, 2))).toEqual({ position: 1, isMain: undefined });
    const other: GalleryView = { images: [image(1, 0), image(2, 1, true)], variants: [] };
    expect(toPlace(batch(1), [], waiting(), other)).toMatchObject({ isMain: undefined });
  });
});

describe('what is put right at the end', () => {
  it('moves nothing where the files stand together in their order before their place [PAGE-34]', () => {
    expect(toSettle([8, 9], 2, [1, 8, 9, 2])).toBeUndefined();
    expect(toSettle([8, 9], null, [1, 8, 9, 5])).toBeUndefined();
    expect(toSettle([8, 9], 4, [1, 8, 9, 2])).toBeUndefined();
    expect(toSettle([], 4, [1])).toBeUndefined();
  });

  it('moves the files that are there where anything differs [PAGE-34]', () => {
    expect(toSettle([8, 9], 2, [1, 9, 8, 2])).toEqual([8, 9]);
    expect(toSettle([8, 9], 2, [1, 2, 8, 9])).toEqual([8, 9]);
    expect(toSettle([8, 9], null, [8, 1, 9])).toEqual([8, 9]);
    expect(toSettle([8, 7, 9], 2, [9, 8, 2])).toEqual([8, 9]);
  });

  it('keeps two drops at one place apart, the first one first [PAGE-34]', () => {
    const [first, second] = [batch(2, created(8)), batch(2, created(9))];
    expect(targetOf(first, [first, second], [1, 9, 8, 2])).toBe(9);
    expect(targetOf(second, [first, second], [1, 9, 8, 2])).toBe(2);
  });

  it('leaves what failed before the next that was added [PAGE-34]', () => {
    const parts = splitAtRest(batch(2, created(8), waiting('b'), created(9), waiting('d'), waiting('e')));
    expect(parts.map(({ before, uploads }) => [before, uploads.map(({ name }) => name)])).toEqual([
      [9, ['b']],
      [2, ['d', 'e']],
    ]);
  });
});

describe('what somebody moves or deletes meanwhile', () => {
  it('belongs to its drop no longer, and a drop before it comes before the next [PAGE-34]', () => {
    const drop = batch(2, created(8), created(9), waiting());
    const [after] = withoutImages([drop], [9, 2], viewOf(1, 8, 9, 2, 3));
    expect(after?.before).toBe(3);
    expect(createdIds(after ?? drop)).toEqual([8]);
    expect(withoutImages([batch(2, created(8))], [8], viewOf(8, 2))).toEqual([]);
    expect(withoutImages([drop], [1], viewOf(1, 2))[0]).toBe(drop);
    expect(withoutImages([drop], [2], viewOf(1, 2))[0]?.before).toBeNull();
  });
});
