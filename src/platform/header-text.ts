/** The longest header that is parsed, in characters. Browsers and clients send some hundreds. */
export const MAX_HEADER_CHARACTERS = 4096;

/**
 * Returns a header's value as it may be given to a parser: undefined when it is missing or longer than
 * MAX_HEADER_CHARACTERS, else with every run of white space as one space. The parsers take quadratic time for long runs
 * of white space, and headers come from anybody.
 */
export function boundedHeader(value: string | null | undefined): string | undefined {
  if (value === null || value === undefined || value.length > MAX_HEADER_CHARACTERS) return undefined;
  return value.replace(/\s+/g, ' ');
}
