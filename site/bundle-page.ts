import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import type { SiteFiles } from './bundle-assets.ts';
import { toPageHtml } from './page-html.ts';

/** The folder of the page's scripts and styles, in the site and, with a slash before it, in their URLs. */
const ASSETS_FOLDER = 'admin/assets';

/** What the page begins with, in the project's folder. */
const SCRIPT = 'page/main.tsx';
const STYLE = 'page/page.css';

/**
 * Builds the page at /admin/: its HTML, and its scripts and styles under names that change with what is in them.
 *
 * @returns its files by their paths in the site.
 */
export async function buildPage(projectDir: string): Promise<SiteFiles> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: resolve(projectDir),
    entryPoints: [SCRIPT, STYLE],
    outdir: ASSETS_FOLDER,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: `/${ASSETS_FOLDER}`,
    bundle: true,
    splitting: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // From its sources, so that nothing has to be built before.
    alias: { 'vitrine-client': resolve(projectDir, 'client/src/index.ts') },
    metafile: true,
    write: false,
  });
  const files: SiteFiles = new Map(
    outputFiles.map(({ path, contents }) => [`${ASSETS_FOLDER}/${basename(path)}`, contents]),
  );
  const html = readFileSync(join(projectDir, 'page/index.html'), 'utf8');
  const script = findOutput(metafile, SCRIPT);
  const assets = { script, style: findOutput(metafile, STYLE), preloads: findStaticImports(metafile, script) };
  return files.set('admin/index.html', toPageHtml(html, assets));
}

/** Returns the path of what an entry has become. */
function findOutput({ outputs }: Metafile, entry: string): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`${entry} was not bundled.`);
  return found[0];
}

/** Returns the paths of all scripts without which `path` does not begin to run. */
function findStaticImports({ outputs }: Metafile, path: string): readonly string[] {
  const found = new Set<string>();
  const visit = (script: string): void => {
    for (const { path: imported, kind } of outputs[script]?.imports ?? []) {
      if (kind !== 'import-statement' || found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit(path);
  return [...found];
}
