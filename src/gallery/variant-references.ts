import { type Changes, NO_CHANGES, type SetVariantImage } from './changes.ts';
import type { VariantReference } from './commands.ts';
import { nextRevision } from './placement.ts';
import type { GalleryState } from './state.ts';

/** The images that a variant shows. */
export function usedImages(state: GalleryState): ReadonlySet<number> {
  return new Set([...state.variants.values()].flatMap(({ imageId }) => imageId ?? []));
}

/**
 * Points variants at images of their product; a reference that is already so, or names an image that is not there,
 * changes nothing.
 */
export function setReferences(state: GalleryState, references: readonly VariantReference[], nowMs: number): Changes {
  const known = new Set(state.images.map(({ id }) => id));
  const requested = new Map(references.map((reference) => [reference.variant, reference.imageId]));
  const variants = [...requested].flatMap(([variant, imageId]): SetVariantImage[] => {
    if (imageId !== null && !known.has(imageId)) return [];
    const before = state.variants.get(variant);
    // A picture of the variant's own also counts as none here, so that null takes it away.
    if (before !== undefined && imageId !== null && before.imageId === imageId) return [];
    const picture = imageId === null ? ({ kind: 'none' } as const) : ({ kind: 'reference', imageId } as const);
    return [{ variant, picture, revision: nextRevision(before?.revision, nowMs) }];
  });
  return { ...NO_CHANGES, variants };
}
