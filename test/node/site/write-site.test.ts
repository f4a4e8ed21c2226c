import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSite } from '../../../site/write-site.ts';
import { newStateDir } from '../support/service.ts';

let folder: Awaited<ReturnType<typeof newStateDir>>;
beforeAll(async () => {
  folder = await newStateDir();
});
afterAll(() => folder.remove());

it('the site is built again only where its sources have changed, or it is gone [DOC-11]', async () => {
  const site = join(folder.path, 'site');
  const page = join(site, 'docs', 'index.html');
  const builtAt = async (): Promise<number> => {
    await writeSite('.', site);
    return statSync(page).mtimeMs;
  };
  const first = await builtAt();
  expect(await builtAt()).toBe(first);
  writeFileSync(page, 'of other sources');
  writeFileSync(`${site}.sha256`, 'of other sources');
  await builtAt();
  expect(readFileSync(page, 'utf8')).toContain('<!doctype html>');
  rmSync(site, { recursive: true });
  await builtAt();
  expect(readFileSync(page, 'utf8')).toContain('<!doctype html>');
});
