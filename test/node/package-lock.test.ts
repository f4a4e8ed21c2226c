import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';

const names = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      dependencies: names,
      optionalDependencies: names,
    }),
  ),
});

const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

/** Whether `npm ci` finds `name` from the folder `from`: beside it, or beside any folder that it lies in. */
function isLocked(from: string, name: string): boolean {
  if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`] !== undefined) return true;
  if (from === '') return false;
  return isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

it('locks a version of every package', () => {
  const withoutVersion = Object.entries(packages).filter(([, { version }]) => version === undefined);
  expect(withoutVersion).toEqual([]);
});

it('locks whatever a package may need on any platform: npm ci refuses a lock that leaves something out', () => {
  const leftOut = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(from, name)),
  );
  expect(leftOut).toEqual([]);
});

it('names no registry but the standard one', () => {
  const elsewhere = Object.values(packages)
    .map(({ resolved = '' }) => resolved)
    .filter((url) => url !== '' && !url.startsWith('https://registry.npmjs.org/'));
  expect(elsewhere).toEqual([]);
});
