/**
 * What the page remembers of a place of the history, so that somebody who comes back finds it as they left it. It is
 * kept for the tab, where a reload leaves it. Nothing secret is in it: a number of pixels, of items, and an address.
 */
export interface Place {
  /** How far the window was scrolled, in CSS pixels. */
  readonly scrollPx: number;
  /** How many items of its list had been read. */
  readonly itemCount: number;
  /** The address that was opened last from it, which gets the focus on return. */
  readonly opened: string | undefined;
}

const NEW_PLACE: Place = { scrollPx: 0, itemCount: 0, opened: undefined };

const STORAGE_KEY = 'vitrine.places';

/** The most places that are remembered: those that were looked at last. */
const MAX_PLACES = 40;

let places: ReadonlyMap<string, Place> = new Map();

/** Takes up what was remembered before a reload, and from then on keeps it whenever the page is left or hidden. */
export function followPlaces(): void {
  places = readKept();
  addEventListener('pagehide', keep);
}

/** Returns what is remembered of a place, by the key of its entry in the history. */
export const placeOf = (key: string): Place => places.get(key) ?? NEW_PLACE;

/** Remembers something of a place. */
export function notePlace(key: string, noted: Partial<Place>): void {
  const others = [...places].filter(([each]) => each !== key).slice(1 - MAX_PLACES);
  places = new Map([...others, [key, { ...placeOf(key), ...noted }]]);
}

/** Browsers that keep nothing for pages throw: then a reload begins at the top. */
function keep(): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify([...places]));
  } catch {
    // Nothing depends on it.
  }
}

function readKept(): ReadonlyMap<string, Place> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    return new Map(Array.isArray(kept) ? kept.flatMap(toEntry) : []);
  } catch {
    return new Map();
  }
}

function toEntry(kept: unknown): readonly (readonly [string, Place])[] {
  if (!Array.isArray(kept)) return [];
  const [key, place]: readonly unknown[] = kept;
  if (typeof key !== 'string' || typeof place !== 'object' || place === null) return [];
  const { scrollPx, itemCount, opened }: Partial<Record<keyof Place, unknown>> = place;
  if (typeof scrollPx !== 'number' || typeof itemCount !== 'number') return [];
  return [[key, { scrollPx, itemCount, opened: typeof opened === 'string' ? opened : undefined }]];
}
