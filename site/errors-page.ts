import { escapeHtml } from './html.ts';
import { type Rendered, renderMarkdown } from './markdown.ts';

/** A kind of problem, as docs/errors.md has it. */
interface Problem {
  readonly word: string;
  readonly status: string;
  readonly title: string;
  /** What to do about it, in Markdown; undefined where the page says nothing. */
  readonly remedy: string | undefined;
}

const TABLE = /^\| word .*?\n(?=\n)/ms;
const REMEDIES = /^## What to do\n.*?(?=^## |$(?![\s\S]))/ms;

/** Parses docs/errors.md: a row of its table for each problem, and what to do in a list by the same words. */
function readProblems(text: string): readonly Problem[] {
  const items = (REMEDIES.exec(text)?.[0] ?? '').matchAll(/^- `([\w-]+)`: (.*?)(?=\n- |\n*$(?![\s\S]))/gms);
  const remedies = new Map([...items].map(([, word = '', remedy = '']) => [word, remedy]));
  const rows = text.matchAll(/^\| `([\w-]+)` +\| (\d{3}) +\| (.*?) *\|$/gm);
  return [...rows].map(([, word = '', status = '', title = '']) => ({
    word,
    status,
    title,
    remedy: remedies.get(word),
  }));
}

/**
 * Renders docs/errors.md with an entry for each word, to which the `type` of a problem leads, in place of its table and
 * its list of what to do.
 */
export function renderErrors(file: string, text: string): Rendered {
  const entries = readProblems(text).map(toEntry).join('');
  const around = renderMarkdown(file, text.replace(REMEDIES, '').replace(TABLE, 'ENTRIES\n'));
  const html = around.html.replace('<p>ENTRIES</p>\n', () => `<h2 id="all">All problems</h2>\n${entries}`);
  return { ...around, html };
}

function toEntry({ word, status, title, remedy }: Problem): string {
  const advice = remedy === undefined ? '' : renderMarkdown('docs/errors.md', `# ${word}\n\n${remedy}`).html;
  return `<section class="problem" id="${word}">
<h3><a class="anchor" href="#${word}"><code>${word}</code></a> <span class="status">${status}</span></h3>
<p><strong>${escapeHtml(title)}.</strong></p>
${advice}</section>
`;
}
