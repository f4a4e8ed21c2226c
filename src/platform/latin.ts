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

/** A text that needs no transliteration, as most do. */
const ASCII = /^\p{ASCII}*$/u;

/** Transliterates a text to lower-case ASCII: accents are dropped, and characters that are not Latin become dashes. */
export function toLatin(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? '-');
}
