import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newStateDir } from './support/service.ts';

let folder: Awaited<ReturnType<typeof newStateDir>>;
beforeAll(async () => {
  folder = await newStateDir();
});
afterAll(() => folder.remove());

const counts = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const broken = { status: 'failed', assertionResults: [] };

it.each([
  ['all passed', { ...counts, testResults: [passed] }, '7 passed, 0 failed'],
  ['one failed', { ...counts, numFailedTests: 1, testResults: [passed, failed] }, '7 passed, 1 failed'],
  ['a file could not be run', { ...counts, testResults: [passed, broken] }, '7 passed, 1 failed'],
  [
    'some were skipped',
    { ...counts, numPendingTests: 2, numTodoTests: 1, testResults: [passed] },
    '7 passed, 0 failed, 3 skipped',
  ],
])('says in one line that %s', (_what, report, line) => {
  const file = join(folder.path, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  expect(execFileSync(process.execPath, ['scripts/summarize-tests.ts', file], { encoding: 'utf8' })).toBe(`${line}\n`);
});

it('adds several reports up, and fails where one is missing', () => {
  const files = [1, 2].map((number) => join(folder.path, `report-${number}.json`));
  for (const file of files) writeFileSync(file, JSON.stringify({ ...counts, testResults: [passed] }));
  const script = ['scripts/summarize-tests.ts', ...files];
  expect(execFileSync(process.execPath, script, { encoding: 'utf8' })).toBe('14 passed, 0 failed\n');
  const missing = [...script, join(folder.path, 'none.json')];
  expect(() => execFileSync(process.execPath, missing, { stdio: 'ignore' })).toThrow('Command failed');
});
