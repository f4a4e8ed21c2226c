import { describe, expect, it } from 'vitest';
import { findProblems, readCitingTests, readRequirements, toCoverage } from '../../scripts/requirements.ts';

const LIST = {
  path: 'docs/a.md',
  text: '# A\n\n- **XY-1** One\n  of two lines.\n- **XY-2** Two.\n\nNo **XY-3** here.\n',
};
const TESTS = {
  path: 'test/a.test.ts',
  text: [
    "describe('a thing', () => {",
    "  it('is one [XY-1]', () => {});",
    '',
    "  it.each([['a', 1]])(",
    "    'is %s [XY-1, XY-2]',",
    '    () => {},',
    '  );',
    '});',
    '',
    "it('is alone', () => {});",
    'describe("the others\' [XY-2]", () => {',
    '});',
  ].join('\n'),
};

const requirements = readRequirements(LIST);
const tests = readCitingTests(TESTS);

describe('the lists of requirements and the tests', () => {
  it('are parsed into numbers and titles', () => {
    expect(requirements.map(({ id }) => id)).toEqual(['XY-1', 'XY-2']);
    expect(tests.map(({ title, ids }) => [title, ids])).toEqual([
      ['a thing is one', ['XY-1']],
      ['a thing is %s', ['XY-1', 'XY-2']],
      ["the others'", ['XY-2']],
    ]);
  });

  it('are found however their marks and commas are written', () => {
    expect(readRequirements({ path: 'a.md', text: '* **XY-1** One.\n- **XY-2**: Two.\n' })).toHaveLength(2);
    const [tight] = readCitingTests({ path: 'a.test.ts', text: "it('is both [XY-1,XY-9]', () => {});" });
    expect(tight?.ids).toEqual(['XY-1', 'XY-9']);
  });

  it('have no problem where every number has a test', () => {
    expect(findProblems(requirements, tests)).toEqual([]);
  });

  it('have a problem where a requirement has no test', () => {
    expect(findProblems(requirements, tests.slice(0, 1))).toEqual(['XY-2 has no test.']);
  });

  it('have a problem where a test cites a number that does not exist', () => {
    const stray = { path: 'test/b.test.ts', title: 'strays', ids: ['XY-9'] };
    expect(findProblems(requirements, [...tests, stray])).toEqual([
      'test/b.test.ts, "strays", cites XY-9, which does not exist.',
    ]);
  });

  it('have a problem where a number is missing or given twice', () => {
    const [one, two] = readRequirements({ path: 'docs/b.md', text: '- **XY-4** Four.\n- **XY-1** One again.\n' });
    if (one === undefined || two === undefined) throw new Error('not read');
    const cited = { path: 'test/b.test.ts', title: 'is four', ids: ['XY-4'] };
    expect(findProblems([...requirements, one, two], [...tests, cited])).toEqual([
      'XY-1 is given twice, the second time in docs/b.md.',
      'XY-4 follows a gap in the numbers.',
    ]);
  });

  it('give a table of the tests of each requirement', () => {
    expect(toCoverage(requirements, tests.slice(1, 2))).toContain(
      '| XY-1 | `test/a.test.ts`<br>– `a thing is %s` |\n| XY-2 | `test/a.test.ts`<br>– `a thing is %s` |\n',
    );
  });
});
