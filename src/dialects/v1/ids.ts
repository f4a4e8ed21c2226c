import * as z from '../../platform/schema.ts';

/** Returns the schema of a list of ids, in which none comes twice. */
export const idsSchema = (maxIds: number) =>
  z.array(z.int().check(z.minimum(1))).check(
    z.minLength(1),
    z.maxLength(maxIds),
    z.refine((ids) => new Set(ids).size === ids.length, 'An id comes twice.'),
  );
