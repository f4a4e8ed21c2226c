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
