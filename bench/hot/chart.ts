import type { Spread } from './statistics.ts';

/** One bar: how many times the floor a request costs, and how many times it may. */
export interface Bar {
  readonly title: string;
  /** undefined: none. */
  readonly goal: number | undefined;
  readonly ratio: Spread;
}

const [LEFT, WIDTH, ROW, TOP] = [180, 560, 34, 44];

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Draws the ratios as an SVG that can be read on a light and on a dark page. */
export function drawChart(bars: readonly Bar[]): string {
  const most = Math.max(2, ...bars.flatMap(({ goal = 0, ratio }) => [goal, ratio.high]));
  const x = (ratio: number): number => Math.round(LEFT + (ratio / most) * WIDTH);
  const height = TOP + bars.length * ROW + 20;
  const steps = Array.from({ length: Math.floor(most * 2) + 1 }, (_, step) => step / 2);
  const grid = steps.map(
    (step) =>
      `<line class="grid" x1="${x(step)}" x2="${x(step)}" y1="${TOP - 8}" y2="${height - 12}"/><text class="small" x="${x(step)}" y="${TOP - 14}" text-anchor="middle">${step}</text>`,
  );
  const rows = bars.map((bar, index) => drawBar(bar, TOP + index * ROW, x));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 60} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>Processor time of a request, as a multiple of the floor’s</title>
<style>
text { fill: #24292f } .small { font-size: 11px } .grid { stroke: #8c959f; stroke-opacity: 0.35 } .bar { fill: #2f6fb5 } .over { fill: #b5562f }
.goal { stroke: #24292f; stroke-width: 2 } .spread { stroke: #24292f; stroke-opacity: 0.6 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #6aa9ec } .over { fill: #ec9a6a } .goal, .spread { stroke: #e6edf3 } }
</style>
<text class="small" x="8" y="16">Processor time of a request as a multiple of the floor’s. Bold line: the goal. Thin line: the middle half of the rounds.</text>
${grid.join('\n')}
${rows.join('\n')}
</svg>
`;
}

function drawBar({ title, goal, ratio }: Bar, y: number, x: (ratio: number) => number): string {
  const middle = y + 11;
  const name = goal === undefined || ratio.median <= goal ? 'bar' : 'over';
  const goalLine =
    goal === undefined ? '' : `<line class="goal" x1="${x(goal)}" x2="${x(goal)}" y1="${y - 3}" y2="${y + 25}"/>`;
  return `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${escapeXml(title)}</text><rect class="${name}" x="${LEFT}" y="${y}" width="${x(ratio.median) - LEFT}" height="22" rx="2"/><line class="spread" x1="${x(ratio.low)}" x2="${x(ratio.high)}" y1="${middle}" y2="${middle}"/>${goalLine}<text class="small" x="${x(Math.max(ratio.high, goal ?? 0)) + 6}" y="${middle + 4}">${ratio.median.toFixed(2)}</text>`;
}
