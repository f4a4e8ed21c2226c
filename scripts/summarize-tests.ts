/**
 * `npm run test:summary -- FILE`: summarizes a JSON report of the test runner in one line, such as `12 passed, 0
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

const [, , file = ''] = process.argv;
const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
/** Files that failed without a failed test: they could not be run, and each counts as one failure. */
const failedFiles = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
);
const skipped = report.numPendingTests + report.numTodoTests;
const line = `${report.numPassedTests} passed, ${report.numFailedTests + failedFiles.length} failed`;
console.log(skipped === 0 ? line : `${line}, ${skipped} skipped`);
