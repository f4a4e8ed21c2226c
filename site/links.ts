import { basename, dirname, join } from 'node:path/posix';
import { FILES, PAGES, urlOf } from './pages.ts';

/**
 * Returns where a link of a Markdown file leads on the site; undefined for a file of the project that is not part of
 * the site, whose link becomes plain text.
 *
 * @param from the file that has the link, from the project's folder on.
 */
export function resolveLink(from: string, href: string): string | undefined {
  if (/^(?:https?:|mailto:|#|\/docs(?:\/|$))/.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const target = join(dirname(from), path);
  const page = PAGES.find(({ file }) => file === target);
  if (page !== undefined) return fragment === undefined ? urlOf(page) : `${urlOf(page)}#${fragment}`;
  return FILES.includes(target) ? `/docs/files/${basename(target)}` : undefined;
}
