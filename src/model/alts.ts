/** Texts of an image by language, none of them blank. The default language's is not among them: it is the description. */
export type Alts = Readonly<Record<string, string>>;

/** Changes of such texts: null takes one away, and languages that are not named stay as they are. */
export type AltsPatch = Readonly<Record<string, string | null>>;

export const NO_ALTS: Alts = {};

/** True for a text without words. The database counts by the same characters, in its view white_space. */
export const isBlank = (text: string): boolean => text.trim() === '';

/** Returns the texts without blank ones. */
export const withoutBlank = (alts: Alts): Alts =>
  Object.fromEntries(Object.entries(alts).filter(([, text]) => !isBlank(text)));

/** Returns the changes in which every text that is taken away is null. */
export const toPatch = (alts: AltsPatch): AltsPatch =>
  Object.fromEntries(Object.entries(alts).map(([language, text]) => [language, isBlank(text ?? '') ? null : text]));

/** Returns the texts in those languages of a store that come after its default language, in their order. */
export const shownAlts = (alts: Alts, languages: readonly string[]): Alts =>
  Object.fromEntries(
    languages.slice(1).flatMap((language) => {
      const text = alts[language];
      return text === undefined ? [] : [[language, text]];
    }),
  );
