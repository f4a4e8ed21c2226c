import { MAX_SEARCH_CHARACTERS } from '../../catalogue/library-reads.ts';
import * as z from '../../platform/schema.ts';

const MESSAGE = `It has 1 to ${MAX_SEARCH_CHARACTERS} characters.`;

/** The parameter `search` of lists. */
export const searchParameter = z.optional(
  z.string().check(z.refine((text) => text !== '' && Array.from(text).length <= MAX_SEARCH_CHARACTERS, MESSAGE)),
);
