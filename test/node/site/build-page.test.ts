import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../../../site/bundle-page.ts';
import type { SiteFiles } from '../../../site/bundle-assets.ts';
import { fingerprint } from '../../../site/fingerprint.ts';
import { toHeadersFile } from '../../../site/headers.ts';
import { FILES } from '../../../site/pages.ts';
import { newStateDir } from '../support/service.ts';

let folder: Awaited<ReturnType<typeof newStateDir>>;
beforeAll(async () => {
  folder = await newStateDir();
});
afterAll(() => folder.remove());

const html = `<link rel="stylesheet" href="page.css" />\n<script type="module" src="main.tsx"></script>`;

/** Writes the sources of a small page. */
function writeProject(name: string, files: Readonly<Record<string, string>>): string {
  const project = join(folder.path, name);
  const all = { 'page/index.html': html, 'page/page.css': 'p { margin: 0 }', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  return project;
}

const namesIn = (files: SiteFiles): readonly string[] => [...files.keys()].toSorted();

describe('the page', () => {
  it('names in its HTML nothing but its own files, whose names have a digest [PAGE-2, PAGE-3]', async () => {
    const files = await buildPage('.');
    const text = String(files.get('admin/index.html'));
    const named = [...text.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    const own = named.filter((url) => !url.startsWith('data:'));
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(own.filter((url) => !files.has(url.slice(1)))).toEqual([]);
    expect(own.filter((url) => !/^\/admin\/assets\/[\w-]+-[A-Z0-9]{8}\.(?:js|css)$/.test(url))).toEqual([]);
    expect(text).not.toMatch(/<style|<script(?![^>]* src=)|<\w[^>]* (?:style|on\w+)="/);
  });

  it('names the scripts that the first one needs, and none that comes later [PAGE-5]', async () => {
    const project = writeProject('split', {
      'page/main.tsx': `import { shared } from './shared.ts'; shared(); void import('./late.ts');`,
      'page/shared.ts': `export const shared = () => console.log('shared');`,
      'page/late.ts': `import { shared } from './shared.ts'; shared(); console.log('late');`,
    });
    const files = await buildPage(project);
    const withText = (text: string) => [...files].find(([, content]) => Buffer.from(content).includes(text))?.[0];
    const preloads = [...String(files.get('admin/index.html')).matchAll(/modulepreload" href="\/([^"]+)"/g)];
    expect(preloads.map(([, path]) => path)).toEqual([withText('"shared"')]);
    expect(withText('"late"')).toMatch(/^admin\/assets\/late-/);
  });

  it('gives a file another name where its content changes, and only there [PAGE-2]', async () => {
    const one = writeProject('one', { 'page/main.tsx': `console.log(1);` });
    const two = writeProject('two', { 'page/main.tsx': `console.log(2);` });
    const [first, again, other] = await Promise.all([buildPage(one), buildPage(one), buildPage(two)]);
    expect(namesIn(again)).toEqual(namesIn(first));
    const changed = namesIn(other).filter((name) => !first.has(name));
    expect(changed).toEqual([expect.stringMatching(/main-\w+\.js$/)]);
  });

  it('takes the client from its sources, which need not be built [PAGE-6]', async () => {
    const project = writeProject('with-client', {
      'page/main.tsx': `import { name } from 'vitrine-client'; console.log(name);`,
      'client/src/index.ts': `export const name: string = 'of the sources';`,
    });
    const files = await buildPage(project);
    expect([...files.values()].some((content) => Buffer.from(content).includes('of the sources'))).toBe(true);
  });

  it('is refused where its HTML has no place for a script [PAGE-5]', async () => {
    const project = writeProject('no-place', { 'page/main.tsx': '', 'page/index.html': '<p></p>' });
    await expect(buildPage(project)).rejects.toThrow('page/index.html lacks');
  });

  it.each(['page/main.tsx', 'page/page.css', 'client/src/index.ts'])(
    'is built again where %s has changed [PAGE-6]',
    (path) => {
      const copy = join(folder.path, 'copy', path);
      for (const source of ['docs', 'page', 'client/src', 'package-lock.json', 'CHANGELOG.md', ...FILES]) {
        cpSync(source, join(copy, source), { recursive: true });
      }
      const before = fingerprint(copy);
      expect(fingerprint(copy)).toBe(before);
      appendFileSync(join(copy, path), '\n');
      expect(fingerprint(copy)).not.toBe(before);
    },
  );
});

it('no more files have headers of their own than Cloudflare reads [PAGE-2]', () => {
  const files = (count: number): SiteFiles =>
    new Map(Array.from({ length: count }, (_, at) => [`admin/assets/${at}.js`, '']));
  expect(toHeadersFile(files(95))).toContain(
    '/admin/assets/94.js\n  Cache-Control: public, max-age=31536000, immutable',
  );
  expect(() => toHeadersFile(files(96))).toThrow('_headers has 101 rules, of 100 at most.');
});
