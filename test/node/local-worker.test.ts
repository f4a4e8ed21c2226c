import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLocalWorker } from '../../scripts/local-worker.ts';
import { takeBuilt } from './support/built-state.ts';
import { newStateDir } from './support/service.ts';

let folder: Awaited<ReturnType<typeof newStateDir>>;
beforeAll(async () => {
  folder = await newStateDir();
  takeBuilt(folder.path);
});
afterAll(() => folder.remove());

it('the Worker is bundled again only where its sources have changed, or it is gone', async () => {
  const worker = join(folder.path, 'worker');
  const script = join(worker, 'index.js');
  const before = statSync(script).mtimeMs;
  await writeLocalWorker(worker);
  expect(statSync(script).mtimeMs).toBe(before);
  writeFileSync(script, 'of other sources');
  writeFileSync(`${worker}.sha256`, 'of other sources');
  await writeLocalWorker(worker);
  expect(readFileSync(script, 'utf8').length).toBeGreaterThan(100_000);
  rmSync(worker, { recursive: true });
  await writeLocalWorker(worker);
  expect(readFileSync(script, 'utf8').length).toBeGreaterThan(100_000);
});
