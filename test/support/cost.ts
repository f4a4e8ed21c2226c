/** The counts of an answer's Server-Timing header, which a local service sends. */
export interface SeenCost {
  readonly roundTrips: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly r2Writes: number;
  readonly r2Lists: number;
  readonly galleryCalls: number;
}

/** Reads what an answer cost. */
export function costOf(response: Response): SeenCost {
  const header = response.headers.get('Server-Timing') ?? '';
  const count = (pattern: RegExp): number => Number(pattern.exec(header)?.[1] ?? Number.NaN);
  return {
    roundTrips: count(/(\d+) round trips/),
    rowsRead: count(/(\d+) rows read/),
    rowsWritten: count(/(\d+) rows written/),
    r2Writes: count(/(\d+) writes/),
    r2Lists: count(/(\d+) lists/),
    galleryCalls: count(/gallery;desc="(\d+) calls/),
  };
}
