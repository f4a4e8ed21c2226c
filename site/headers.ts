import type { SiteFiles } from './bundle-assets.ts';
import { type HeadersRule, PAGE_HEADERS, toPageRules } from './page-headers.ts';

/**
 * What a page of the site may load and do. Nothing comes from another origin, no script or style stands in the HTML, no
 * page may frame one, and no form is sent. `data:` has the icons of the viewer's style sheet, `blob:` the pictures that
 * it shows as answers (docs/decisions/067-docs-site.md).
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every answer under /docs. */
const SITE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** TypeScript would be taken for a film by its name. */
const TYPESCRIPT_HEADERS: Readonly<Record<string, string>> = { 'Content-Type': 'text/plain; charset=utf-8' };

/** How many rules Cloudflare reads; it passes over the rest. */
const MAX_RULES = 100;

/** Returns the headers of an answer, by the path of its request. */
export function headersOf(path: string): Readonly<Record<string, string>> {
  if (path === '/admin' || path.startsWith('/admin/')) return PAGE_HEADERS;
  return path.endsWith('.ts') ? { ...SITE_HEADERS, ...TYPESCRIPT_HEADERS } : SITE_HEADERS;
}

/** Returns the file `_headers`, by which Cloudflare gives static assets the same headers. */
export function toHeadersFile(files: SiteFiles): string {
  const rules: readonly HeadersRule[] = [
    ['/docs', SITE_HEADERS],
    ['/docs/*', SITE_HEADERS],
    // Headers of several rules that hold for a path would be joined, so the default goes before another one comes.
    ['/docs/files/*.ts', { '! Content-Type': '', ...TYPESCRIPT_HEADERS }],
    ...toPageRules(files),
  ];
  if (rules.length > MAX_RULES) throw new Error(`_headers has ${rules.length} rules, of ${MAX_RULES} at most.`);
  return rules.map(([path, headers]) => `${path}\n${Object.entries(headers).map(toLine).join('')}`).join('\n');
}

const toLine = ([name, value]: readonly [string, string]): string =>
  name.startsWith('!') ? `  ${name}\n` : `  ${name}: ${value}\n`;
