import type { FilledStore } from './fill.ts';
import type { Operation, ScaleRequest } from './operations.ts';

/** How often an operation is measured. */
const ROUNDS = 3;

/** What an operation costs in one store: rows of the last round, and the median of the times. */
export interface Measured {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly milliseconds: number;
  readonly status: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Sends one operation as often as it is measured. @throws where it is answered with a status that it may not have. */
export async function measure(origin: string, operation: Operation, store: FilledStore): Promise<Measured> {
  const times: number[] = [];
  let last = { rowsRead: 0, rowsWritten: 0, status: 0 };
  const { rounds = ROUNDS } = operation;
  for (let round = 0; round < rounds; round += 1) {
    for (const request of operation.requests(store, round)) {
      const began = performance.now();
      last = await send(origin, operation, request);
      times.push(performance.now() - began);
    }
  }
  // Of several requests of a round the last one counts.
  const asked = times.length / rounds;
  return { ...last, milliseconds: median(times.filter((_, index) => index % asked === asked - 1)) };
}

async function send(
  origin: string,
  { name, statuses = [200] }: Operation,
  { method, path, headers = {}, body }: ScaleRequest,
): Promise<Omit<Measured, 'milliseconds'>> {
  const response = await fetch(`${origin}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  if (!statuses.includes(response.status)) {
    throw new Error(`${name}: ${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
  }
  return { ...rowsOf(response.headers.get('Server-Timing') ?? ''), status: response.status };
}

/** Reads the rows from the header that the local service answers with. */
function rowsOf(timing: string): { readonly rowsRead: number; readonly rowsWritten: number } {
  const count = (what: string): number => Number(new RegExp(`(\\d+) ${what}`).exec(timing)?.[1] ?? Number.NaN);
  return { rowsRead: count('rows read'), rowsWritten: count('rows written') };
}
