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
      link: z.boolean().default(false),
      dependencies: names,
      optionalDependencies: names,
    }),
  ),
});

const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

/** True where the lock file has `name` in node_modules of the folder `from`, or of a folder above it. */
function isLocked(from: string, name: string): boolean {
  if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`] !== undefined) return true;
  if (from === '') return false;
  return isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

it('the lock file has a version of every package', () => {
  const withoutVersion = Object.entries(packages).filter(([, { version, link }]) => version === undefined && !link);
  expect(withoutVersion).toEqual([]);
});

it('the lock file has every dependency of a package on any platform, without which npm ci fails', () => {
  const leftOut = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(from, name)),
  );
  expect(leftOut).toEqual([]);
});

it('the lock file links nothing but the client of this project', () => {
  const linked = Object.entries(packages).filter(([, { link }]) => link);
  expect(linked.map(([name, { resolved }]) => [name, resolved])).toEqual([['node_modules/vitrine-client', 'client']]);
});

it('the lock file names no registry but the standard one', () => {
  const elsewhere = Object.values(packages)
    .filter(({ link }) => !link)
    .map(({ resolved = '' }) => resolved)
    .filter((url) => url !== '' && !url.startsWith('https://registry.npmjs.org/'));
  expect(elsewhere).toEqual([]);
});
