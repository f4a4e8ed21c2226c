import { buildSite } from './build-site.ts';
import { buildPage } from './bundle-page.ts';
import { makeDocument } from './documents.ts';
import { toHeadersFile } from './headers.ts';
import { toRedirectsFile } from './redirects.ts';

/** Makes all files of the site of /docs and of the page at /admin, by their paths. */
export async function makeFiles(projectDir: string): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const [site, page] = await Promise.all([buildSite(projectDir, makeDocument), buildPage(projectDir)]);
  const files = new Map([...site, ...page]);
  return files.set('_headers', toHeadersFile(files)).set('_redirects', toRedirectsFile());
}
