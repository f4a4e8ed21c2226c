import { expect, it, onTestFinished, vi } from 'vitest';

it('says what is wrong with a value, and does not leave that to whoever else loads the library', async () => {
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('__zod_globalConfig', {});
  const z = await import('../../src/platform/schema.ts');

  const { error } = z.strictObject({ id: z.int().check(z.minimum(1)), name: z.string() }).safeParse({ id: 0, more: 1 });

  expect(error?.issues.map(({ message }) => message)).toEqual([
    'Too small: expected number to be >=1',
    'Invalid input: expected string, received undefined',
    'Unrecognized key: "more"',
  ]);
});
