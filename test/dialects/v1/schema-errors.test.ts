import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toFoundErrors, toPointer } from '../../../src/dialects/v1/schema-errors.ts';

const schema = z.strictObject({
  images: z.array(z.strictObject({ id: z.int(), alt: z.string().max(3, 'It has at most 3 characters.').optional() })),
});

function errorsOf(value: unknown): readonly string[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return error === undefined ? [] : toFoundErrors(error).map(({ path, detail }) => `${toPointer(path)}: ${detail}`);
}

describe('the errors of a schema', () => {
  it('name the value by its pointer, and unknown fields by their names [V1-8]', () => {
    expect(errorsOf({ images: [{ id: 1 }, { alt: 'long', 'a/b~c': 1 }], more: 1 })).toEqual([
      '/images/1/id: It is missing.',
      '/images/1/alt: It has at most 3 characters.',
      '/images/1/a~1b~0c: There is no such field.',
      '/more: There is no such field.',
    ]);
  });

  it('name the whole body by an empty pointer [V1-8]', () => {
    expect(errorsOf([])).toEqual([': It has to be an object, and is a list.']);
  });

  it.each([
    [
      'fields',
      { images: [], ...Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, 1])) },
      49_980,
    ],
    ['rows', { images: Array.from({ length: 1000 }, () => ({ id: 'x' })) }, 980],
  ])('are 20 at most, and say how many %s more there are [V1-8]', (_what, body, more) => {
    const errors = errorsOf(body);
    expect(errors).toHaveLength(21);
    expect(errors.at(-1)).toBe(`: There are ${more} more problems.`);
  });

  it('repeat no more of a name than a line [V1-8]', () => {
    expect(errorsOf({ images: [], ['x'.repeat(100_000)]: 1 }).join('').length).toBeLessThan(300);
  });
});
