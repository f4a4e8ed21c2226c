import MarkdownIt, { type MarkdownIt as Parser } from 'markdown-it';
import { highlight } from './highlight.ts';
import { escapeHtml, toText } from './html.ts';
import { resolveLink } from './links.ts';

/** A page's Markdown as HTML. */
export interface Rendered {
  /** The first heading, which is not part of `html`. */
  readonly title: string;
  readonly html: string;
}

/** Returns the id of a heading, as GitHub would make it. */
export const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Renders a Markdown file of the project. @throws where it has no title, or two headings with one id. */
export function renderMarkdown(file: string, text: string): Rendered {
  const markdown = new MarkdownIt({ html: false });
  addLinks(markdown, file);
  addHeadings(markdown, file);
  markdown.renderer.rules['fence'] = (tokens, index) => {
    const { info, content } = tokens[index] ?? { info: '', content: '' };
    const [language = ''] = info.split(' ');
    return `<div class="code"><pre tabindex="0"><code>${highlight(content, language)}</code></pre></div>\n`;
  };
  // Wide tables scroll in a box of their own, so that the page does not.
  markdown.renderer.rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  const [, heading = '', html = ''] = /^<h1>(.*?)<\/h1>\n(.*)$/s.exec(markdown.render(text)) ?? [];
  if (heading === '') throw new Error(`${file} does not begin with a title.`);
  return { title: toText(heading), html };
}

function addLinks(markdown: Parser, file: string): void {
  const opened: boolean[] = [];
  markdown.renderer.rules['link_open'] = (tokens, index) => {
    const href = resolveLink(file, String(tokens[index]?.attrGet('href') ?? ''));
    opened.push(href !== undefined);
    return href === undefined ? '' : `<a href="${escapeHtml(href)}">`;
  };
  markdown.renderer.rules['link_close'] = () => (opened.pop() === true ? '</a>' : '');
}

function addHeadings(markdown: Parser, file: string): void {
  const taken = new Set<string>();
  markdown.renderer.rules['heading_open'] = (tokens, index, options) => {
    const tag = tokens[index]?.tag ?? 'h2';
    if (tag === 'h1') return '<h1>';
    const id = toAnchor(toText(markdown.renderer.render(tokens.slice(index + 1, index + 2), options, {})));
    if (taken.has(id)) throw new Error(`${file} has two headings with the id ${id}.`);
    taken.add(id);
    return `<${tag} id="${id}"><a class="anchor" href="#${id}">`;
  };
  markdown.renderer.rules['heading_close'] = (tokens, index) => {
    const tag = tokens[index]?.tag ?? 'h2';
    return tag === 'h1' ? '</h1>\n' : `</a></${tag}>\n`;
  };
}
