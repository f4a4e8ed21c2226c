/** How many languages a store has, and an image has texts in, at most. The database has the same. */
export const MAX_LANGUAGES = 20;

/** The longest language tag, in characters: all of them are names in each of the store's images. */
const MAX_TAG_CHARACTERS = 35;

/** True for a BCP 47 language tag in its canonical form, such as `en` or `pt-BR`. */
export function isLanguageTag(tag: string): boolean {
  if (tag.length > MAX_TAG_CHARACTERS) return false;
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}
