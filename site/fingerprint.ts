import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, PAGES } from './pages.ts';

/** All that the site and the page are made from, the code that makes it and its libraries included. */
const SOURCES = [
  'site/**/*.{ts,css}',
  'page/**/*',
  'client/src/**/*.ts',
  'reference/**/*',
  'src/**/*.ts',
  'package-lock.json',
];

/** Returns a digest that changes with anything that they are made from. */
export function fingerprint(projectDir: string): string {
  const named = [...PAGES.map(({ file }) => file), ...FILES];
  return digestOf(projectDir, [...SOURCES, ...named]);
}

/** Returns a digest of the files that the patterns find, their names included. */
export function digestOf(projectDir: string, patterns: readonly string[]): string {
  const digest = createHash('sha256');
  const found = globSync(patterns, { cwd: projectDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of found.toSorted()) digest.update(`${path}\n`).update(readFileSync(path));
  return digest.digest('hex');
}
