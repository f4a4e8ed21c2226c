import type { DatabaseSize } from './database-size.ts';
import type { Measured } from './measure.ts';

/** An operation with what it costs in each store, the smallest first. */
export interface Line {
  readonly name: string;
  readonly measured: readonly Measured[];
}

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** Formats what was measured as Markdown: a table of the operations, and one of the bytes. */
export function toReport(counts: readonly number[], lines: readonly Line[], size: DatabaseSize): string {
  const operations = table(
    ['operation', ...counts.map((count) => `${number(count)} images`)],
    lines.map(({ name, measured }) => [name, ...measured.map(toCell)]),
  );
  const bytes = table(
    ['table or index', 'of', 'bytes an image'],
    size.trees.map((tree) => [`\`${tree.name}\``, `\`${tree.table}\``, tree.bytesAnImage.toFixed(1)]),
  );
  return `Rows read, rows written where there are any, and milliseconds:

${operations}

${number(size.bytesAnImage)} bytes an image, so that a database of 10 GB holds ${(size.mostImages / 1_000_000).toFixed(1)} million images:

${bytes}`;
}

const toCell = ({ rowsRead, rowsWritten, milliseconds, status }: Measured): string => {
  const written = rowsWritten === 0 ? '' : `, ${number(rowsWritten)} written`;
  const refused = status === 400 ? ' (400)' : '';
  return `${number(rowsRead)}${written}, ${milliseconds.toFixed(0)} ms${refused}`;
};
