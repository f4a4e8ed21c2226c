import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INTERNAL_ERROR } from '../../../src/dialects/v1/problem.ts';
import { toProblem } from '../../../src/dialects/v1/problems.ts';
import { SAMPLE_FAULTS } from '../../dialects/v1/sample-faults.ts';

it('docs/errors.md has every problem of /v1, with its status and title [V1-4]', () => {
  const rows = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `(.*?)` +\| (\d{3}) +\| (.*?) *\|$/gm)];
  const documented = rows.map(([, kind, status, title]) => ({ kind, status: Number(status), title }));
  const problems = [...Object.values(SAMPLE_FAULTS).map(toProblem), INTERNAL_ERROR];
  expect(documented).toEqual(
    problems.map(({ kind, status, title }) => ({ kind, status, title })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
  );
});

it('docs/errors.md says what to do about every problem [DOC-3]', () => {
  const [, remedies = ''] = readFileSync('docs/errors.md', 'utf8').split('## What to do');
  const words = [...remedies.matchAll(/^- `([a-z-]+)`: \S/gm)].map(([, word]) => word);
  const problems = [...Object.values(SAMPLE_FAULTS).map(toProblem), INTERNAL_ERROR].map(({ kind }) => kind);
  expect(words.toSorted()).toEqual(problems.toSorted());
});
