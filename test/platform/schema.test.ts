import { expect, it, onTestFinished, vi } from 'vitest';
import * as z from '../../src/platform/schema.ts';

it('says what is wrong with a value, and does not leave that to whoever else loads the library', async () => {
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('__zod_globalConfig', {});
  const fresh = await import('../../src/platform/schema.ts');

  const { error } = fresh
    .strictObject({ id: fresh.int().check(fresh.minimum(1)), name: fresh.string() })
    .safeParse({ id: 0, more: 1 });

  expect(error?.issues.map(({ message }) => message)).toEqual([
    'It has to be at least 1.',
    'It has to be a text, and is missing.',
    'It has fields that there are not: more.',
  ]);
});

it.each([
  ['a text', 'It has to be a text, and is a number.', z.string(), 5],
  ['null', 'It has to be a number, and is null.', z.int(), null],
  ['a fraction', 'It has to be a whole number, and is a fraction.', z.int(), 1.5],
  ['no number', 'It has to be a number, and is too large.', z.number(), JSON.parse('1e400')],
  ['a list', 'It has to be an object, and is a list.', z.object({}), []],
  ['a word of several', 'It has to be one of a, b.', z.enum(['a', 'b']), 'c'],
  ['a word', 'It has to be true.', z.literal('true'), 'false'],
  ['a short text', 'It has to have at least 2 characters.', z.string().check(z.minLength(2)), 'a'],
  ['a long list', 'It has to have at most 1 items.', z.array(z.int()).check(z.maxLength(1)), [1, 2]],
  ['a large number', 'It has to be at most 5.', z.number().check(z.maximum(5)), 6],
  ['a text of another form', 'It is not valid.', z.string().check(z.regex(/^a$/)), 'b'],
])('says of %s: %s', (_value, message, schema, value) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message);
});
