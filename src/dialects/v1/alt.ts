import * as z from 'zod';

/** An alternative text, as long as in the other APIs at most. */
export const altSchema = z.string().max(65_535, 'It has 65,535 characters at most.');
