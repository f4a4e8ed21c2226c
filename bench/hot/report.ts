import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../scripts/wrangler.ts';
import { drawChart } from './chart.ts';
import type { HotPath } from './paths.ts';
import type { Measured, Spread } from './statistics.ts';

/** What was measured of a path. */
export interface Result {
  readonly path: HotPath;
  readonly measured: Measured;
}

const BEGIN = '<!-- npm run bench writes from here -->';
const END = '<!-- npm run bench writes until here -->';

const ms = (value: number): string => value.toFixed(2);
const spread = ({ low, median, high }: Spread): string => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

const COLUMNS = ['request', 'floor CPU', 'service CPU', 'ratio (quarters)', 'goal', 'floor wall', 'service wall'];

const cells = ({ path, measured }: Result): readonly string[] => [
  path.title,
  ms(measured.floorCpuMs.median),
  ms(measured.serviceCpuMs.median),
  spread(measured.ratio),
  path.goal === undefined ? '–' : String(path.goal),
  ms(measured.floorWallMs.median),
  ms(measured.serviceWallMs.median),
];

/** Prints what was measured, in milliseconds a request; that of few requests is held against no goal. */
export function printTable(results: readonly Result[], isQuick: boolean): void {
  for (const result of results) {
    const shown = COLUMNS.map((name, at) => `${name} ${cells(result)[at]}`);
    console.log(shown.filter((text) => !isQuick || !text.startsWith('goal')).join(' · '));
  }
}

/** Writes rows as a table in Markdown, the first one its head, as Prettier would. */
function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Writes the table into docs/performance.md, and the chart beside it. @throws where its place is not found there. */
export function writeReport(results: readonly Result[]): void {
  const table = toTable([COLUMNS, ...results.map(cells)]);
  const path = join(PROJECT_DIR, 'docs', 'performance.md');
  const text = readFileSync(path, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before === -1 || after < before) throw new Error(`${path} has no place for the table.`);
  writeFileSync(path, `${text.slice(0, before)}${BEGIN}\n\n${table}\n\n${text.slice(after)}`);
  const bars = results.map(({ path: { title, goal }, measured }) => ({ title, goal, ratio: measured.ratio }));
  writeFileSync(join(PROJECT_DIR, 'docs', 'hot-paths.svg'), drawChart(bars));
}
