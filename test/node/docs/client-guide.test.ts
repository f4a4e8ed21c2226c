import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { startProgram } from '../support/program.ts';

/** Below the project, so that the program finds the client by its name. */
const FOLDER = 'dist/guide';

const STRICT = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2024', '--module', 'nodenext'];

it('the guide to the client compiles, and works as it stands, from top to bottom [CLI-17]', async () => {
  const guide = readFileSync('docs/guides/client.md', 'utf8');
  const blocks = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, block = '']) => block);
  const program = blocks.join('\n').replace('http://127.0.0.1:8787', inject('origin'));
  expect(blocks.length).toBeGreaterThan(8);
  mkdirSync(FOLDER, { recursive: true });
  // Functions that only a server or a page would call are still compiled.
  writeFileSync(`${FOLDER}/client.ts`, `${program}\nexport { receive, send };\n`);
  const tsc = ['node_modules/typescript/bin/tsc', ...STRICT, '--types', 'node', '--lib', 'es2024,dom'];
  execFileSync(process.execPath, [...tsc, '--ignoreConfig', `${FOLDER}/client.ts`], { stdio: 'pipe' });
  const { code, printed } = await startProgram(`${FOLDER}/client.ts`, [], {}).ended();
  expect([code, printed]).toEqual([0, printed]);
  expect(printed).toMatch(/(\d+) of \1\n/);
  expect(printed).toContain('Somebody was faster. It is now at version 3');
  expect(printed).toMatch(/ 96w, .* 128w/);
});
