import { expect, it } from 'vitest';
import { STATUSES } from '../../reference/v1/words.ts';
import { INTERNAL_ERROR } from '../../src/dialects/v1/problem.ts';
import { toProblem } from '../../src/dialects/v1/problems.ts';
import { SAMPLE_FAULTS } from '../dialects/v1/sample-faults.ts';

it('the statuses of problems are those that are answered [REF-3]', () => {
  const problems = [...Object.values(SAMPLE_FAULTS).map(toProblem), INTERNAL_ERROR];
  expect(STATUSES).toEqual(Object.fromEntries(problems.map(({ kind, status }) => [kind, status])));
});
