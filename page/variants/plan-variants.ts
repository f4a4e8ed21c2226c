import type { Variant, VariantChoice } from 'vitrine-client';

/** The longest name of a variant that the service takes, in characters. */
const MAX_VARIANT_CHARACTERS = 64;

/** Returns the variants that somebody has written, apart by commas or spaces, each once. */
export const namesIn = (written: string): readonly string[] => [
  ...new Set(written.split(/[\s,;]+/).filter((name) => name !== '' && name.length <= MAX_VARIANT_CHARACTERS)),
];

const { compare } = new Intl.Collator('en', { numeric: true });

/** Orders variants as people count: the service orders their names as texts, where 10 comes before 9. */
export const byNumber = (one: Pick<Variant, 'variant'>, other: Pick<Variant, 'variant'>): number =>
  compare(one.variant, other.variant);

/** Whether a variant has a picture of its own, which goes where it gets another one. */
export const hasOwnPicture = ({ media }: Variant): boolean => media !== null;

/** Returns what makes exactly these variants show an image: those that showed it and are not named show none then. */
export function toChoices(
  imageId: number,
  variants: readonly Variant[],
  wanted: readonly string[],
): readonly VariantChoice[] {
  const showing = new Set(variants.filter((each) => each.imageId === imageId).map(({ variant }) => variant));
  return [
    ...wanted.filter((variant) => !showing.has(variant)).map((variant) => ({ variant, imageId })),
    ...[...showing].filter((variant) => !wanted.includes(variant)).map((variant) => ({ variant, imageId: null })),
  ];
}

/** Returns the variants that a drop on one of them is for: all that are selected where it is one of those. */
export const targetsOf = (variant: string, selected: ReadonlySet<string>): readonly string[] =>
  selected.has(variant) ? [...selected] : [variant];

/** Returns those of the named variants that have a picture of their own. */
export const ownAmong = (variants: readonly Variant[], names: readonly string[]): readonly string[] =>
  variants.filter((each) => hasOwnPicture(each) && names.includes(each.variant)).map(({ variant }) => variant);
