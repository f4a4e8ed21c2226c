import { language } from './language.ts';

/** Returns what a language is called in the language of the page, such as `Czech` for `cs`; its tag where it has no name. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
