import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'client/README.md',
  ...globSync('examples/**/README.md'),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Files of the project as pages name them, in backticks or not. */
const FILE = /(?<![\w./-])(?:src|test|scripts|bench|migrations|docs|client|examples)\/[\w./-]+\.(?:ts|sql|md)\b/g;

/** The targets of links inside the project, without their fragments. Pages of the site have a test of their own. */
const LINK = /\]\((?!https?:|#|\/docs\/)([^)#]+)/g;

describe('the documentation', () => {
  it.each(pages)('of %s names files that are there', (page) => {
    const text = readFileSync(page, 'utf8');
    const named = [...text.matchAll(FILE)].map(([path]) => path);
    const linked = [...text.matchAll(LINK)].map(([, target = '']) => join(dirname(page), target));
    expect([...named, ...linked].filter((path) => !existsSync(path))).toEqual([]);
  });

  it('has every decision in its index, and no gap in their numbers', () => {
    const decisions = readdirSync('docs/decisions').filter((name) => /^\d{3}-/.test(name));
    const index = readFileSync('docs/decisions/README.md', 'utf8');
    const lines = decisions.map((name) => {
      const title = readFileSync(join('docs/decisions', name), 'utf8').split('\n')[0] ?? '';
      return title.replace(/^# (\d{3}) (.*)$/, `[$1](${name}) $2`);
    });
    const listed = index.replaceAll(/\n {2}(?=\S)/g, ' ');
    expect(lines.filter((line) => !listed.includes(line))).toEqual([]);
    expect(decisions.map((name) => Number(name.slice(0, 3)))).toEqual(decisions.map((_name, index_) => index_ + 1));
  });
});
