import { mkdir, mkdtemp, copyFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importFolder } from '../../../scripts/operator/import-folder.ts';
import { newStateDir, startService, type RunningService } from '../support/service.ts';

let service: RunningService;
let state: Awaited<ReturnType<typeof newStateDir>>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-folder-'));
  await mkdir(join(folder, 'spring', 'cups'), { recursive: true });
  await copyFile('samples/cup-landscape.jpg', join(folder, 'spring', 'cups', 'große Tasse.jpg'));
  await writeFile(join(folder, 'huge.jpg'), new Uint8Array(8 * 1024 * 1024 + 1));
  await symlink('/etc/hostname', join(folder, 'link.jpg'));
  state = await newStateDir();
  service = await startService({ STATE_DIR: state.path });
});

afterAll(async () => {
  await service.stop();
  await state.remove();
  await rm(folder, { recursive: true, force: true });
});

it('import uploads a folder and reports its progress and what it left out; V2 then creates images by path', async () => {
  const lines: string[] = [];
  const options = { remote: false, stateDir: state.path, folder, report: (line: string) => lines.push(line) };
  const done = await importFolder({ ...options, storeHash: 'demo' });
  expect(done).toBe('1 files are in the import folder of demo; 2 were left out.');
  expect(lines.toSorted()).toEqual([
    expect.stringMatching(/^1 of 1 files, 0\.\d of 0\.\d MB$/),
    'left out: huge.jpg (8.0 MB; 8 MB are allowed)',
    'left out: link.jpg (no plain file)',
  ]);
  const response = await fetch(`${service.origin}/stores/demo/v2/products/1/images`, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'demo-token', 'Content-Type': 'application/json' },
    body: JSON.stringify({ image_file: 'spring/cups/große Tasse.jpg' }),
  });
  expect(response.status).toBe(201);
  await expect(importFolder({ ...options, storeHash: 'nobody' })).rejects.toThrow('There is no store nobody.');
});
