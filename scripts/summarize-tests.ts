/**
 * `npm run test:summary -- FILE …`: summarizes JSON reports of the test runner in one line, such as `12 passed, 0
 * failed`. Skipped tests are counted where there are some.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      status: z.enum(['passed', 'failed']),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

const reports = process.argv.slice(2).map((file) => reportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Files that failed without a failed test: they could not be run, and each counts as one failure. */
const failedFiles = reports
  .flatMap(({ testResults }) => testResults)
  .filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
const passed = sum(reports.map(({ numPassedTests }) => numPassedTests));
const failed = sum(reports.map(({ numFailedTests }) => numFailedTests)) + failedFiles.length;
const skipped = sum(reports.map(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests));
const line = `${passed} passed, ${failed} failed`;
console.log(skipped === 0 ? line : `${line}, ${skipped} skipped`);
