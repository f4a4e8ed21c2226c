/** How many calls one request made to the services behind it, and the rows that D1 reported for them. */
export interface Cost {
  d1RoundTrips: number;
  d1Statements: number;
  d1RowsRead: number;
  d1RowsWritten: number;
  r2Reads: number;
  r2Writes: number;
  r2Deletes: number;
  r2Lists: number;
  galleryCalls: number;
  imagesCalls: number;
}

/** Returns a new cost of zero, to be counted up. */
export function noCost(): Cost {
  return {
    d1RoundTrips: 0,
    d1Statements: 0,
    d1RowsRead: 0,
    d1RowsWritten: 0,
    r2Reads: 0,
    r2Writes: 0,
    r2Deletes: 0,
    r2Lists: 0,
    galleryCalls: 0,
    imagesCalls: 0,
  };
}

/** Adds `part`, such as the cost that a gallery reports, to `total`. */
export function addCost(total: Cost, part: Cost): void {
  total.d1RoundTrips += part.d1RoundTrips;
  total.d1Statements += part.d1Statements;
  total.d1RowsRead += part.d1RowsRead;
  total.d1RowsWritten += part.d1RowsWritten;
  total.r2Reads += part.r2Reads;
  total.r2Writes += part.r2Writes;
  total.r2Deletes += part.r2Deletes;
  total.r2Lists += part.r2Lists;
  total.galleryCalls += part.galleryCalls;
  total.imagesCalls += part.imagesCalls;
}

/** Formats a cost as the value of a Server-Timing header. */
export function toServerTiming(cost: Cost): string {
  const d1 = `${cost.d1RoundTrips} round trips, ${cost.d1Statements} statements, ${cost.d1RowsRead} rows read, ${cost.d1RowsWritten} rows written`;
  const r2 = `${cost.r2Reads} reads, ${cost.r2Writes} writes, ${cost.r2Deletes} deletes, ${cost.r2Lists} lists`;
  return `d1;desc="${d1}", r2;desc="${r2}", gallery;desc="${cost.galleryCalls} calls", images;desc="${cost.imagesCalls} calls"`;
}
