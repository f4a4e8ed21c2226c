import type { Api } from './apis.ts';
import { APIS } from './apis.ts';
import { escapeHtml } from './html.ts';
import { type SiteAssets, toPage } from './layout.ts';
import { listOperations, type Operation } from './operations.ts';
import type { ApiDocument } from './documents.ts';

const toItem = ({ method, path, summary, fragment }: Operation): string =>
  `<li><a href="#${escapeHtml(fragment)}" title="${escapeHtml(`${method} ${path}`)}"><span class="method ${method.toLowerCase()}">${method}</span> ${escapeHtml(summary || path)}</a></li>`;

/** Returns the operations of an API as a list by tags, for the navigation. */
function toContents(operations: readonly Operation[]): string {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return tags
    .map((name) => {
      const items = operations.filter(({ tag }) => tag === name).map(toItem);
      return `<h3>${escapeHtml(name)}</h3><ul>${items.join('\n')}</ul>`;
    })
    .join('\n');
}

/** Returns the page that shows an API and lets it be tried. */
export function toReferencePage(assets: SiteAssets, api: Api, document: ApiDocument, documentUrl: string): string {
  const apis = APIS.map(({ id, name }) => {
    const current = id === api.id ? ' aria-current="page"' : '';
    return `<a href="/docs/reference/${id}"${current}>${name}</a>`;
  });
  return toPage(assets, {
    url: `/docs/reference/${api.id}`,
    title: api.name,
    head: `<link rel="stylesheet" href="${assets.viewerStyle}">
<script src="${assets.viewerScript}" defer></script>
<script type="module" src="${assets.referenceScript}"></script>
`,
    contents: toContents(listOperations(document)),
    html: `<nav class="apis" aria-label="APIs">${apis.join('\n')}</nav>
<p>${escapeHtml(api.summary)} The same as a file: <a href="${documentUrl}">OpenAPI 3.1</a>.</p>
<noscript><p>Reading this page needs JavaScript; the file has all of it.</p></noscript>
<div id="reference" data-document="${documentUrl}"></div>`,
  });
}
