import { type Changes, NO_CHANGES, type SetVariantImage } from './changes.ts';
import type { VariantReference } from './commands.ts';
import { nextRevision } from './placement.ts';
import type { GalleryState } from './state.ts';

/** Returns the ids of the images that variants refer to. */
export function referencedImageIds(state: GalleryState): ReadonlySet<number> {
  return new Set([...state.variants.values()].flatMap(({ imageId }) => imageId ?? []));
}

/** Returns the first image that a reference names and the product does not have; undefined where it has all of them. */
export function firstMissingReference(
  state: GalleryState,
  references: readonly VariantReference[],
): number | undefined {
  const known = new Set(state.images.map(({ id }) => id));
  return references.find(({ imageId }) => imageId !== null && !known.has(imageId))?.imageId ?? undefined;
}

/**
 * Returns the changes that make variants refer to images of their product. A reference that exists already, or that
 * names an image that does not exist, changes nothing.
 */
export function setReferences(state: GalleryState, references: readonly VariantReference[], nowMs: number): Changes {
  const known = new Set(state.images.map(({ id }) => id));
  const requested = new Map(references.map((reference) => [reference.variant, reference.imageId]));
  const variants = [...requested].flatMap(([variant, imageId]): SetVariantImage[] => {
    if (imageId !== null && !known.has(imageId)) return [];
    const before = state.variants.get(variant);
    // A variant with its own picture has no imageId either; it is therefore never skipped for null, which removes it.
    if (before !== undefined && imageId !== null && before.imageId === imageId) return [];
    const picture = imageId === null ? ({ kind: 'none' } as const) : ({ kind: 'reference', imageId } as const);
    return [{ variant, picture, revision: nextRevision(before?.lastRevision, nowMs) }];
  });
  return { ...NO_CHANGES, variants };
}
