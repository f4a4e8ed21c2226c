import type { VitrineEvent } from 'vitrine-client';

/** Events that are shown as one, the last first. */
export type EventGroup = readonly [VitrineEvent, ...VitrineEvent[]];

/** How far apart two events may be that are shown as one. */
const MAX_APART_MS = 10 * 60_000;

/** Puts events that follow each other together where the same one does the same to the same product. */
export function toGroups(events: readonly VitrineEvent[]): readonly EventGroup[] {
  const groups: [VitrineEvent, ...VitrineEvent[]][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && belongTogether(last[0], event)) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

const belongTogether = (later: VitrineEvent, earlier: VitrineEvent): boolean =>
  later.type === earlier.type &&
  later.productId === earlier.productId &&
  JSON.stringify(later.by) === JSON.stringify(earlier.by) &&
  Date.parse(later.at) - Date.parse(earlier.at) <= MAX_APART_MS;
