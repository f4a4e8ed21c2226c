/** Latin letters that Unicode normalization does not split into a letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
};

/** Returns whether a text has ASCII alone, as most have: it needs no transliteration. */
export const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** Transliterates a text to lower-case ASCII: accents are dropped, and characters that are not Latin become dashes. */
export function toLatin(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? '-');
}
