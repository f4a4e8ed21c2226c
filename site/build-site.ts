import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Api, APIS } from './apis.ts';
import { addAssets, type SiteFiles } from './bundle-assets.ts';
import { type ApiDocument, type MakeDocument, parseDocument } from './documents.ts';
import { renderErrors } from './errors-page.ts';
import { NAVIGATION, type PageLink, toPage } from './layout.ts';
import { type Rendered, renderMarkdown } from './markdown.ts';
import { NOT_FOUND } from './not-found.ts';
import { listOperations } from './operations.ts';
import { FILES, PAGES, type PageSource, urlOf } from './pages.ts';
import { toReferencePage } from './reference-page.ts';
import { toEntries, toOperationEntry, toSearchIndex } from './search-index.ts';

interface Documented {
  readonly api: Api;
  readonly document: ApiDocument;
}

const LINKS: readonly PageLink[] = NAVIGATION.flatMap(({ links }) => links);

/**
 * Builds the site of /docs.
 *
 * @param projectDir the folder that the Markdown is read from.
 * @returns its files by their paths, from the folder on that Cloudflare serves at `/`.
 */
export async function buildSite(projectDir: string, makeDocument: MakeDocument): Promise<SiteFiles> {
  const files: SiteFiles = new Map();
  const pages = PAGES.map((source) => ({ source, ...render(projectDir, source) }));
  const documented = APIS.map((api) => ({ api, document: parseDocument(makeDocument(api)) }));
  const assets = await addAssets(files, toSearchIndex(toAllEntries(pages, documented)));
  for (const { source, title, html } of pages) {
    const url = urlOf(source);
    const at = LINKS.findIndex((link) => link.url === url);
    const page = { url, title, html, previous: LINKS[at - 1], next: LINKS[at + 1] };
    files.set(toFilePath(url), toPage(assets, page));
  }
  for (const { api, document } of documented) {
    const url = `/docs/openapi/${api.id}.json`;
    files.set(url.slice(1), JSON.stringify(document, undefined, 2));
    files.set(toFilePath(`/docs/reference/${api.id}`), toReferencePage(assets, api, document, url));
  }
  for (const file of FILES) files.set(`docs/files/${basename(file)}`, readFileSync(join(projectDir, file)));
  files.set('docs/404.html', toPage(assets, { url: '', ...NOT_FOUND }));
  return files;
}

function render(projectDir: string, { file, slug }: PageSource): Rendered {
  const text = readFileSync(join(projectDir, file), 'utf8');
  return slug === 'errors' ? renderErrors(file, text) : renderMarkdown(file, text);
}

const toFilePath = (url: string): string => (url === '/docs/' ? 'docs/index.html' : `${url.slice(1)}.html`);

function toAllEntries(
  pages: readonly (Rendered & { readonly source: PageSource })[],
  documented: readonly Documented[],
): ReturnType<typeof toEntries> {
  const sections = pages.flatMap(({ source, title, html }) => toEntries({ url: urlOf(source), title, html }));
  const operations = documented.flatMap(({ api, document }) =>
    listOperations(document).map((operation) => toOperationEntry(`/docs/reference/${api.id}`, api.name, operation)),
  );
  return [...sections, ...operations];
}
