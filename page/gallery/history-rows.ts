import type { HistoryEntry } from 'vitrine-client';

/** An entry of the history, and the version that the product had right after it, where it can go back there. */
export interface HistoryRow {
  readonly entry: HistoryEntry;
  /** Undefined for the state that the product has now, and where the way back is lost. */
  readonly goBackTo: number | undefined;
}

/**
 * Returns what the history shows. An entry says whether the product can go back to the version before it, which is what
 * the next older entry has left.
 */
export function toRows(entries: readonly HistoryEntry[]): readonly HistoryRow[] {
  return entries.map((entry, index) => {
    const newer = entries[index - 1];
    return { entry, goBackTo: newer?.canUndo === true ? newer.version - 1 : undefined };
  });
}

/** Joins what was just read with what is known already; where there is a gap between them, only the new part counts. */
export function joinEntries(read: readonly HistoryEntry[], known: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const oldestRead = read.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  const overlaps = known.some(({ seq }) => seq >= oldestRead);
  return overlaps ? [...read, ...known.filter(({ seq }) => seq < oldestRead)] : read;
}
