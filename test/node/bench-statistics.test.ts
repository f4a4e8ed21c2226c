import { describe, expect, it } from 'vitest';
import { drawChart } from '../../bench/hot/chart.ts';
import { quantile, spreadOf, summarize, type Round } from '../../bench/hot/statistics.ts';

const round = (floor: number, service: number): Round => ({
  floor: { cpuMs: floor, wallMs: floor * 2 },
  service: { cpuMs: service, wallMs: service * 3 },
});

describe('what the bench makes of its rounds', () => {
  it('finds the middle and the quarters, between values where they lie there', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ low: 2, median: 3, high: 4 });
    expect(spreadOf([1, 2, 3, 4])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
    expect(quantile([7], 0.25)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow('no values');
  });

  it('compares the two sides of a round with each other, and not with those of other rounds', () => {
    // The machine was ten times slower in the second round: each ratio is 2 all the same.
    const { ratio, floorCpuMs, serviceWallMs } = summarize([round(1, 2), round(10, 20), round(2, 4)]);
    expect(ratio).toEqual({ low: 2, median: 2, high: 2 });
    expect(floorCpuMs.median).toBe(2);
    expect(serviceWallMs.median).toBe(12);
  });

  it('draws a bar for each path, and marks those above their goal', () => {
    const svg = drawChart([
      { title: 'list <50>', goal: 1.25, ratio: spreadOf([1.1, 1.2, 1.3]) },
      { title: 'move', goal: 2, ratio: spreadOf([3, 4, 5]) },
    ]);
    expect(svg).toContain('list &lt;50>');
    expect(svg.match(/class="bar"/g)).toHaveLength(1);
    expect(svg.match(/class="over"/g)).toHaveLength(1);
    expect(svg).toContain('prefers-color-scheme: dark');
  });
});
