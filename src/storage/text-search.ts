import type { SqlValue } from '../platform/database.ts';

/**
 * Returns a condition that one of the columns contains a text, in any case of letters. The database itself knows the
 * cases of a to z only, and its patterns are limited to 50 bytes. So the other letters of the searched text are replaced
 * in the columns, each distinct one by a nested call, of which the database takes less than a hundred. Letters with accents
 * are looked for as one character and as two (NFC and NFD): some systems name files in one form, some in the other.
 *
 * @param search has at most MAX_SEARCH_CHARACTERS.
 * @param bind adds a value to the statement and returns its parameter.
 */
export function containsText(columns: readonly string[], search: string, bind: (value: SqlValue) => string): string {
  const forms = new Set([search.normalize('NFC'), search.normalize('NFD')]);
  return `(${[...forms].map((form) => containsForm(columns, form, bind)).join(' OR ')})`;
}

function containsForm(columns: readonly string[], search: string, bind: (value: SqlValue) => string): string {
  const letters = [...new Set(Array.from(search, lowerCase))].flatMap((lower) => {
    const upper = otherCase(lower);
    return upper === undefined ? [] : [{ upper, lower }];
  });
  // One value for all letters, for a statement takes a hundred.
  const list = bind(JSON.stringify(letters.flatMap(({ upper, lower }) => [upper, lower])));
  const folded = (column: string): string =>
    letters.reduce(
      (text, _letter, index) => `replace(${text}, ${list} ->> ${2 * index}, ${list} ->> ${2 * index + 1})`,
      `lower(${column})`,
    );
  const searched = bind(Array.from(search, lowerCase).join(''));
  return columns.map((column) => `instr(${folded(column)}, ${searched}) > 0`).join(' OR ');
}

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
