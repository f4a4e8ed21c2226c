/**
 * `npm run requirements`: checks the requirements of docs/contracts against the tests. It fails where a requirement has
 * no test, a test cites a number that does not exist, numbers have gaps or duplicates, or docs/contracts/coverage.md is
 * out of date; with `--write` it writes that file.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_DIR } from './wrangler.ts';

/** A file, by its path in the project. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A requirement and the path of the list that contains it. */
export interface Requirement {
  readonly id: string;
  readonly path: string;
}

/** A test, or a group of tests, that cites requirements. */
export interface CitingTest {
  readonly path: string;
  /** The titles of its groups and its own title, joined to one sentence. */
  readonly title: string;
  readonly ids: readonly string[];
}

/** Parses the numbered requirements of a list: items that begin like `**BC3-12**`. */
export function readRequirements({ path, text }: TextFile): readonly Requirement[] {
  return [...text.matchAll(/^ *[-*] \*\*([A-Z]+\d*-\d+)\*\*/gm)].map(([, id = '']) => ({ id, path }));
}

/** Matches a title of `describe` or `it`, with the indentation before it. */
const TITLE = /^( *)(describe|it)\b(?:\.\w+[\s\S]*?\))?\(\s*(['"`])(.*?)\3,\s/gm;

/** Matches the numbers in brackets at the end of a title. */
const CITATION = / \[([A-Z]+\d*-\d+(?:, *[A-Z]+\d*-\d+)*)\]$/;

/** Parses the tests that cite requirements at the end of their titles, in a file that Prettier has formatted. */
export function readCitingTests({ path, text }: TextFile): readonly CitingTest[] {
  const groups: { readonly title: string; readonly end: number }[] = [];
  return [...text.matchAll(TITLE)].flatMap(({ index, ...found }) => {
    const { 1: indent = '', 2: kind, 4: written = '' } = found;
    while (groups.length > 0 && index > (groups.at(-1)?.end ?? 0)) groups.pop();
    const own = written.replace(CITATION, '');
    const title = [...groups.map((group) => group.title), own].join(' ');
    if (kind === 'describe') groups.push({ title: own, end: text.indexOf(`\n${indent}});`, index) });
    const ids = CITATION.exec(written)?.[1]?.split(/, */);
    return ids === undefined ? [] : [{ path, title, ids }];
  });
}

/** Returns a sentence for each problem with the numbers and their citations. */
export function findProblems(requirements: readonly Requirement[], tests: readonly CitingTest[]): readonly string[] {
  const known = new Set(requirements.map(({ id }) => id));
  const cited = new Set(tests.flatMap(({ ids }) => ids));
  return [
    ...requirements.filter(({ id }, at) => requirements.findIndex((other) => other.id === id) !== at).map(isDuplicate),
    ...[...known].filter((id) => !isFollowing(id, known)).map((id) => `${id} follows a gap in the numbers.`),
    ...[...known].filter((id) => !cited.has(id)).map((id) => `${id} has no test.`),
    ...tests.flatMap(({ path, title, ids }) =>
      ids.filter((id) => !known.has(id)).map((id) => `${path}, "${title}", cites ${id}, which does not exist.`),
    ),
  ];
}

const isDuplicate = ({ id, path }: Requirement): string => `${id} is given twice, the second time in ${path}.`;

/** True for the first number of a prefix, and for a number whose predecessor exists. */
function isFollowing(id: string, known: ReadonlySet<string>): boolean {
  const [prefix, number] = id.split('-');
  return Number(number) === 1 || known.has(`${prefix}-${Number(number) - 1}`);
}

/** Returns docs/contracts/coverage.md: the tests that cite each requirement. */
export function toCoverage(requirements: readonly Requirement[], tests: readonly CitingTest[]): string {
  const lists = [...new Set(requirements.map(({ path }) => path))].map((list) => {
    const rows = requirements.filter(({ path }) => path === list).map(({ id }) => toRow(id, tests));
    const name = basename(list);
    return `## [${name}](${name})\n\n| requirement | tests |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return ['# The tests of each requirement\n\nWritten by `npm run requirements -- --write`.\n', ...lists].join('\n');
}

function toRow(id: string, tests: readonly CitingTest[]): string {
  const citing = tests.filter(({ ids }) => ids.includes(id));
  const cells = [...new Set(citing.map(({ path }) => path))].map((path) => {
    const titles = citing.filter((test) => test.path === path).map(({ title }) => title.replaceAll('|', '\\|'));
    return [`\`${path}\``, ...titles.map((title) => `– \`${title.replaceAll('`', "'")}\``)].join('<br>');
  });
  return `| ${id} | ${cells.join('<br>')} |`;
}

const COVERAGE = 'docs/contracts/coverage.md';

function main(isWriting: boolean): void {
  const read = (path: string): TextFile => ({ path, text: readFileSync(`${PROJECT_DIR}/${path}`, 'utf8') });
  const list = (pattern: string): readonly string[] => globSync(pattern, { cwd: PROJECT_DIR }).toSorted();
  const requirements = list('docs/contracts/*.md').flatMap((path) => readRequirements(read(path)));
  const tests = list('test/**/*.test.ts').flatMap((path) => readCitingTests(read(path)));
  const coverage = toCoverage(requirements, tests);
  if (isWriting) writeFileSync(`${PROJECT_DIR}/${COVERAGE}`, coverage);
  const isCurrent = isWriting || read(COVERAGE).text === coverage;
  const problems = findProblems(requirements, tests);
  for (const problem of problems) console.error(problem);
  if (!isCurrent) console.error(`${COVERAGE} is out of date: npm run requirements -- --write`);
  if (problems.length > 0 || !isCurrent) process.exitCode = 1;
  else console.log(`${requirements.length} requirements, each with a test.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.includes('--write'));
