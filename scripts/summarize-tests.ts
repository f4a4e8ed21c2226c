/**
 * `npm run test:summary -- FILE`: says in one line what a JSON report of the test runner says, such as
 * `12 passed, 0 failed`. Skipped tests are named where there are some.
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
/** Files that failed although no test of theirs did: they could not be run, which is a failure, too. */
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
);
const skipped = report.numPendingTests + report.numTodoTests;
const line = `${report.numPassedTests} passed, ${report.numFailedTests + broken.length} failed`;
console.log(skipped === 0 ? line : `${line}, ${skipped} skipped`);
