import type { SqlValue } from '../platform/database.ts';

/** How many letters are replaced at a time: expressions in expressions may be a hundred deep together. */
const LETTERS_AT_A_TIME = 20;

/**
 * Returns a condition that one of some texts contains a text, in any case of letters. The database itself knows the cases
 * of a to z only, and its patterns are limited to 50 bytes. So the other letters of the searched text are replaced in the
 * texts, each distinct one by a nested call, which takes about 100 ms for a megabyte and 80 letters: who asks bounds the
 * texts. Those without any other letter are not looked into for one. Letters with accents are looked for as one character
 * and as two (NFC and NFD): some systems name files in one form, some in the other.
 *
 * @param texts a SELECT with the texts as `words`.
 * @param search has at most MAX_SEARCH_CHARACTERS.
 * @param bind adds a value to the statement and returns its parameter.
 */
export function anyTextContains(texts: string, search: string, bind: (value: SqlValue) => string): string {
  const forms = [...new Set([search.normalize('NFC'), search.normalize('NFD')])];
  const letters = lettersToFold(forms.join(''));
  const list = bind(JSON.stringify(letters.flat()));
  // What only ASCII is written in can be part of any text, and everything else of none that is only ASCII.
  const canHaveIt = isAscii(search) ? 'true' : 'octet_length(words) > length(words)';
  // The limits keep the planner from writing the nested calls down once for each form.
  let folded = `SELECT lower(words) AS words FROM (${texts}) WHERE ${canHaveIt} LIMIT -1`;
  for (let first = 0; first < letters.length; first += LETTERS_AT_A_TIME) {
    const indexes = [...letters.keys()].slice(first, first + LETTERS_AT_A_TIME);
    folded = `SELECT ${fold('words', indexes, list)} AS words FROM (${folded}) LIMIT -1`;
  }
  const found = forms.map((form) => `instr(words, ${bind(lowerCaseOf(form))}) > 0`);
  return `EXISTS (SELECT 1 FROM (${folded}) WHERE ${found.join(' OR ')})`;
}

const isAscii = (text: string): boolean => Array.from(text).every((character) => character <= '\u007F');

/** Returns the letters of a text whose upper case the database does not know, each with that before it. */
function lettersToFold(text: string): readonly (readonly [upper: string, lower: string])[] {
  return [...new Set(Array.from(text, lowerCase))].flatMap((lower) => {
    const upper = otherCase(lower);
    return upper === undefined ? [] : [[upper, lower] as const];
  });
}

/** Replaces letters in a text; `list` is the parameter with all of them, one value because a statement takes a hundred. */
const fold = (text: string, indexes: Iterable<number>, list: string): string =>
  [...indexes].reduce(
    (folded, index) => `replace(${folded}, ${list} ->> ${2 * index}, ${list} ->> ${2 * index + 1})`,
    text,
  );

const lowerCaseOf = (text: string): string => Array.from(text, lowerCase).join('');

/** The lower case of a character, where that is one character. */
function lowerCase(character: string): string {
  const lower = character.toLowerCase();
  return isOneCharacter(lower) ? lower : character;
}

/** The upper case of a letter beyond a to z, where that is another character, and only one. */
function otherCase(lower: string): string | undefined {
  const upper = lower.toUpperCase();
  return lower > '\u007F' && upper !== lower && isOneCharacter(upper) ? upper : undefined;
}

const isOneCharacter = (text: string): boolean => Array.from(text).length === 1;
