import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { SiteAssets } from './layout.ts';

/** The files of a site by their paths from its folder on. */
export type SiteFiles = Map<string, string | Uint8Array>;

const require = createRequire(import.meta.url);
const pathOf = (name: string): string => join(import.meta.dirname, name);

/** Adds a file. @returns its URL, without the origin. */
function addAsset(files: SiteFiles, name: string, bytes: string | Uint8Array): string {
  const path = `docs/assets/${name}`;
  files.set(path, bytes);
  return `/${path}`;
}

/** Adds all scripts and styles, and the index of the search. */
export async function addAssets(files: SiteFiles, searchIndex: string): Promise<SiteAssets> {
  const [page, reference] = await Promise.all([bundle('browser/page.ts'), bundle('browser/reference.ts')]);
  const viewerScript = withoutSourceMap(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'));
  const vendorStyle = withoutSourceMap(require.resolve('swagger-ui-dist/swagger-ui.css'));
  const viewerStyle = `${vendorStyle}\n${readFileSync(pathOf('reference.css'), 'utf8')}`;
  return {
    style: addAsset(files, 'site.css', readFileSync(pathOf('site.css'))),
    pageScript: addAsset(files, 'page.js', page),
    searchIndex: addAsset(files, 'search.json', searchIndex),
    viewerStyle: addAsset(files, 'reference.css', viewerStyle),
    viewerScript: addAsset(files, 'swagger-ui.js', viewerScript),
    referenceScript: addAsset(files, 'reference.js', reference),
  };
}

const withoutSourceMap = (path: string): string =>
  readFileSync(path, 'utf8').replace(/\n?\/[/*]# sourceMappingURL=.*$/m, '');

/** Bundles a script of the pages with what it imports. */
async function bundle(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${entry} was not bundled.`);
  return output.contents;
}
