import * as z from '../../platform/schema.ts';

/** Control characters, with which a text could pretend to be others in a terminal or a log. */
const CONTROL = /\p{Cc}/u;

/** Returns the schema of a name that people give something, on one line. */
export const labelSchema = (maxCharacters: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(maxCharacters),
    z.refine((text) => !CONTROL.test(text), 'It has no control characters.'),
  );
