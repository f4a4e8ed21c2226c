/**
 * Checks of single values of rows, which cost next to nothing where a schema for each row costs more than reading it. A
 * value of another type means that the schema of the database and this build differ: the request fails.
 */

/** Returns a text. @throws where the value is none. */
export function text(cell: unknown): string {
  if (typeof cell !== 'string') throw wrong('a text', cell);
  return cell;
}

/** Returns a whole number. @throws where the value is none. */
export function int(cell: unknown): number {
  if (!Number.isSafeInteger(cell) || typeof cell !== 'number') throw wrong('a whole number', cell);
  return cell;
}

/** Returns a text or null. @throws where the value is neither. */
export const textOrNull = (cell: unknown): string | null => (cell === null ? null : text(cell));

/** Returns a whole number or null. @throws where the value is neither. */
export const intOrNull = (cell: unknown): number | null => (cell === null ? null : int(cell));

/** Returns a number or null. @throws where the value is neither. */
export function numberOrNull(cell: unknown): number | null {
  if (cell !== null && typeof cell !== 'number') throw wrong('a number', cell);
  return cell;
}

/** Parses JSON that has to be an array. @throws where it is none. */
export function jsonArray(cell: unknown): readonly unknown[] {
  const parsed: unknown = JSON.parse(text(cell));
  return array(parsed);
}

/** Returns the values of a row by their columns. @throws where there is no row. */
export function record(row: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(row)) throw wrong('a row', row);
  return row;
}

const isRecord = (row: unknown): row is Readonly<Record<string, unknown>> => typeof row === 'object' && row !== null;

/** Returns an array. @throws where the value is none. */
export function array(cell: unknown): readonly unknown[] {
  if (!Array.isArray(cell)) throw wrong('an array', cell);
  return cell;
}

const wrong = (what: string, cell: unknown): Error =>
  new TypeError(`The database returned ${cell === null ? 'null' : typeof cell} where ${what} belongs.`);
