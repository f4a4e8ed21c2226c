/** The files that the page's HTML names, by their paths in the site. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** Scripts that the first one imports: a browser that knows them at once asks for all at the same time. */
  readonly preloads: readonly string[];
}

/** How page/index.html names the files that the page is built from. */
const STYLE_LINK = '<link rel="stylesheet" href="page.css" />';
const SCRIPT_ELEMENT = '<script type="module" src="main.tsx"></script>';

/**
 * Returns the HTML of the page with what was built in the place of what it was built from. URLs begin at the root,
 * because the same HTML answers every address of the page.
 */
export function toPageHtml(html: string, { script, style, preloads }: PageAssets): string {
  for (const tag of [STYLE_LINK, SCRIPT_ELEMENT]) {
    if (!html.includes(tag)) throw new Error(`page/index.html lacks ${tag}`);
  }
  const links = preloads.map((path) => `<link rel="modulepreload" href="/${path}" />\n    `).join('');
  return html
    .replace(STYLE_LINK, `<link rel="stylesheet" href="/${style}" />`)
    .replace(SCRIPT_ELEMENT, `${links}<script type="module" src="/${script}"></script>`);
}
