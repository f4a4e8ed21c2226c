import { APIS } from './apis.ts';
import { escapeHtml } from './html.ts';
import { GROUPS, urlOf } from './pages.ts';

/** The URLs of what every page loads. */
export interface SiteAssets {
  readonly style: string;
  readonly pageScript: string;
  readonly searchIndex: string;
  readonly viewerStyle: string;
  readonly viewerScript: string;
  readonly referenceScript: string;
}

/** A link to another page. */
export interface PageLink {
  readonly url: string;
  readonly label: string;
}

interface PageContent {
  readonly url: string;
  readonly title: string;
  /** The content of `main`, after the title. */
  readonly html: string;
  /** What else belongs into the head. */
  readonly head?: string;
  /** What follows the current page's line in the navigation. */
  readonly contents?: string;
  readonly previous?: PageLink | undefined;
  readonly next?: PageLink | undefined;
}

/** The whole navigation, in order. */
export const NAVIGATION: readonly { readonly label: string; readonly links: readonly PageLink[] }[] = [
  ...GROUPS.map(({ label, pages }) => ({
    label,
    links: pages.map((page) => ({ url: urlOf(page), label: page.label })),
  })),
  { label: 'Reference', links: APIS.map(({ id, name }) => ({ url: `/docs/reference/${id}`, label: name })) },
];

function toNavigation(current: string, contents: string): string {
  const toLine = ({ url, label }: PageLink): string => {
    const isCurrent = url === current;
    const link = `<a href="${url}"${isCurrent ? ' aria-current="page"' : ''}>${escapeHtml(label)}</a>`;
    return `<li>${link}${isCurrent ? contents : ''}</li>`;
  };
  return NAVIGATION.map(({ label, links }) => `<h2>${label}</h2>\n<ul>${links.map(toLine).join('\n')}</ul>`).join('\n');
}

/** Returns the HTML of a page with everything around it. Without scripts it can be read and browsed as well. */
export function toPage(assets: SiteAssets, page: PageContent): string {
  const { url, title, html, head = '', contents = '', previous, next } = page;
  const step = (link: PageLink | undefined, rel: string, word: string): string =>
    link === undefined ? '<span></span>' : `<a rel="${rel}" href="${link.url}"><small>${word}</small>${link.label}</a>`;
  const steps = `<nav class="steps" aria-label="Previous and next page">${step(previous, 'prev', 'Previous')}
${step(next, 'next', 'Next')}</nav>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Vitrine</title>
<link rel="icon" href="data:,">
${head}<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.pageScript}" data-index="${assets.searchIndex}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="home" href="/docs/">Vitrine <span>docs</span></a>
<button class="search-button" type="button" hidden>Search <kbd>/</kbd></button>
<a class="menu-link" href="#menu">Menu</a>
</header>
<div class="columns">
<nav id="menu" aria-label="Pages">
<a class="menu-link" href="#main">Close the menu</a>
${toNavigation(url, contents)}
</nav>
<main id="main" tabindex="-1">
<h1>${escapeHtml(title)}</h1>
${html}
${previous === undefined && next === undefined ? '' : steps}
</main>
</div>
</body>
</html>
`;
}
