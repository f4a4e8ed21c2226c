import { isBlank } from '../../model/alts.ts';
import { isLanguageTag } from '../../model/language.ts';
import * as z from '../../platform/schema.ts';
import type { FoundError } from './schema-errors.ts';

/** An alternative text, as long as in the other APIs at most. */
export const altSchema = z.string().check(z.maxLength(65_535, 'It has 65,535 characters at most.'));

/** Texts by language; null and an empty text take one away. Whether a store has the languages says `wrongLanguages`. */
export const altsSchema = z.record(z.string(), z.nullable(altSchema));

/**
 * Returns an error for each text that is not in one of the store's languages besides its default one, whose text is
 * `alt`. What takes a text away may name any language tag: an image can have texts in languages that the store has
 * dropped.
 *
 * @param path that of the texts in the body.
 */
export function wrongLanguages(
  alts: Readonly<Record<string, string | null>>,
  languages: readonly string[],
  path: readonly PropertyKey[],
): readonly FoundError[] {
  const [first = '', ...others] = languages;
  return Object.entries(alts).flatMap(([language, text]) => {
    if (others.includes(language) || (isBlank(text ?? '') && isLanguageTag(language))) return [];
    const isDefault = language === first;
    const detail = isDefault ? 'The text in the default language is alt.' : 'The store has no texts in this language.';
    return [{ path: [...path, language], detail }];
  });
}
