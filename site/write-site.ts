import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.ts';

/**
 * Writes the site of /docs and the page at /admin to a folder, unless they are there already, of the same sources. A folder that is half written is never
 * seen: it gets its name last.
 */
export async function writeSite(projectDir: string, folder: string): Promise<void> {
  const mark = `${folder}.sha256`;
  const wanted = fingerprint(projectDir);
  if (existsSync(folder) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  // Imported only here, because what makes the site would delay every start that needs it not.
  const { makeFiles } = await import('./make-files.ts');
  const files = await makeFiles(projectDir);
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [path, content] of files) {
    const target = join(fresh, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  rmSync(mark, { force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  writeFileSync(mark, wanted);
}
