import * as z from 'zod';
import { MAX_SEARCH_CHARACTERS } from '../../catalogue/library-reads.ts';

const MESSAGE = `It has 1 to ${MAX_SEARCH_CHARACTERS} characters.`;

/** The parameter `search` of lists. */
export const searchParameter = z
  .string()
  .refine((text) => text !== '' && Array.from(text).length <= MAX_SEARCH_CHARACTERS, MESSAGE)
  .optional();
