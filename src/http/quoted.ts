/** The most characters of a client's own text that an answer repeats. */
const MAX_QUOTED_CHARACTERS = 200;

/**
 * Returns a client's text as an answer may repeat it: a long one is cut, and control characters and lone surrogates,
 * which JSON writes with six bytes each, become U+FFFD.
 */
export function quoted(text: string): string {
  const cut = text.length <= MAX_QUOTED_CHARACTERS ? text : `${text.slice(0, MAX_QUOTED_CHARACTERS)}…`;
  return cut.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');
}

/** The most problems that one answer names (ST-12, SH-5, BC2-39). A hostile body could have a great many. */
export const MAX_PROBLEMS = 20;

/** Returns the sentence about the problems that an answer does not name. */
export function moreProblems(count: number): string {
  return `There ${count === 1 ? 'is 1 more problem' : `are ${count} more problems`}.`;
}
