/** One round of a path: what a request cost on average, at the floor and in the service. */
export interface Round {
  readonly floor: Cost;
  readonly service: Cost;
}

/** What one request cost on average, in milliseconds: processor of the runtime's process, and time until the answer. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** The middle of some values, and the quarters beside it. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** What the rounds of one path come to. */
export interface Measured {
  readonly floorCpuMs: Spread;
  readonly serviceCpuMs: Spread;
  readonly floorWallMs: Spread;
  readonly serviceWallMs: Spread;
  /** Of the processor, round by round, so that a machine that becomes slower affects both sides of each ratio. */
  readonly ratio: Spread;
}

/**
 * Returns the value below which a share of the values lies, between the two nearest where none lies there.
 *
 * @param share from 0 to 1.
 * @throws where there are no values.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new Error('no values');
  return below + (above - below) * (at - Math.floor(at));
}

/** Returns the median with the quarters beside it. @throws where there are no values. */
export const spreadOf = (values: readonly number[]): Spread => ({
  low: quantile(values, 0.25),
  median: quantile(values, 0.5),
  high: quantile(values, 0.75),
});

/** Sums up the rounds of a path; the ratio is taken within each round first. @throws where there are no rounds. */
export function summarize(rounds: readonly Round[]): Measured {
  return {
    floorCpuMs: spreadOf(rounds.map(({ floor }) => floor.cpuMs)),
    serviceCpuMs: spreadOf(rounds.map(({ service }) => service.cpuMs)),
    floorWallMs: spreadOf(rounds.map(({ floor }) => floor.wallMs)),
    serviceWallMs: spreadOf(rounds.map(({ service }) => service.wallMs)),
    ratio: spreadOf(rounds.map(({ floor, service }) => service.cpuMs / floor.cpuMs)),
  };
}
