/** The cost of a request, as the local service shows it in Server-Timing. */
export interface SeenCost {
  roundTrips: number;
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  r2Reads: number;
  r2Writes: number;
  r2Deletes: number;
  r2Lists: number;
  galleryCalls: number;
  imagesCalls: number;
}

const NAMES: readonly (keyof SeenCost)[] = [
  'roundTrips',
  'statements',
  'rowsRead',
  'rowsWritten',
  'r2Reads',
  'r2Writes',
  'r2Deletes',
  'r2Lists',
  'galleryCalls',
  'imagesCalls',
];

/** Parses the cost of an answer; fails the test where there is none. */
export function costOf(response: Response): SeenCost {
  const numbers = (response.headers.get('Server-Timing') ?? '').match(/\d+ (?=[a-z])/g)?.map(Number) ?? [];
  if (numbers.length !== NAMES.length) throw new Error(`no cost in ${response.headers.get('Server-Timing')}`);
  return Object.fromEntries(NAMES.map((name, index) => [name, numbers[index]])) as unknown as SeenCost;
}
