import { computed, type ReadonlySignal } from '@preact/signals';
import type { Image, Variant } from 'vitrine-client';
import { offeredSizes } from '../api/store-facts.ts';
import { byNumber } from '../variants/plan-variants.ts';
import { findProblems, type ImageProblem } from './problems.ts';

/** What a tile says of its image besides its text. */
export interface ImageMarks {
  readonly problems: readonly ImageProblem[];
  /** The variants that show it. */
  readonly variants: readonly string[];
}

interface MarksSource {
  readonly images: ReadonlySignal<readonly Image[]>;
  readonly variants: ReadonlySignal<readonly Variant[]>;
  readonly language: ReadonlySignal<string | undefined>;
}

/** Returns the marks of all images by their ids. Those that stay the same are the same objects, so no tile is drawn anew. */
export function marksOf({ images, variants, language }: MarksSource): ReadonlySignal<ReadonlyMap<number, ImageMarks>> {
  let before: ReadonlyMap<number, ImageMarks> = new Map();
  return computed(() => {
    const zoom = offeredSizes.value.find(({ name }) => name === 'zoom');
    const problems = findProblems(images.value, { zoom, language: language.value });
    const shownBy = Map.groupBy(variants.value, ({ imageId }) => imageId);
    before = new Map(
      images.value.map(({ id }) => {
        const names = (shownBy.get(id) ?? []).toSorted(byNumber).map(({ variant }) => variant);
        const marks: ImageMarks = { problems: problems.get(id) ?? [], variants: names };
        const old = before.get(id);
        return [id, old !== undefined && isSame(old, marks) ? old : marks];
      }),
    );
    return before;
  });
}

const isSame = (one: ImageMarks, other: ImageMarks): boolean =>
  one.problems.join() === other.problems.join() && one.variants.join('\n') === other.variants.join('\n');
