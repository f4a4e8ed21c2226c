import { type CacheTags, cacheTags } from '../delivery/rendition-keys.ts';

/** How many tags one purge names at most, and how many purges are made a minute: the platform refuses more. */
export const MAX_TAGS_PER_PURGE = 100;
export const MAX_PURGES_PER_RUN = 5;

/** How many dropped prefixes one run looks at; the next one goes on. */
export const PREFIXES_PER_RUN = 5_000;

/** A prefix of renditions that were dropped: a row of dropped_keys. */
export interface DroppedPrefix {
  readonly id: number;
  readonly prefix: string;
  readonly droppedAtMs: number;
}

/** The port to the prefixes whose renditions may still be at the edge. */
export interface PurgeStore {
  /** Lists them in the order in which they were dropped. */
  unpurged(limit: number): Promise<readonly DroppedPrefix[]>;
  /** Remembers that the edge holds nothing any more of those up to and with this id. */
  savePurged(id: number): Promise<void>;
}

/** Purges the edge of these tags, and returns whether the platform has done it. */
export type PurgeEdge = (tags: readonly string[]) => Promise<boolean>;

/** What one run did. */
export interface PurgeReport {
  readonly purges: number;
  /** How many dropped prefixes are not at the edge any more. */
  readonly prefixes: number;
  /** How long the oldest one has waited that is still to be purged; 0 where none is. */
  readonly lagMs: number;
}

/** One purge, and the last dropped prefix that it covers with all before it. */
interface Purge {
  readonly tags: readonly string[];
  readonly lastId: number;
}

/**
 * Purges the edge cache of dropped renditions, in the order in which they were dropped and within the platform's limits
 * (docs/decisions/046). What is refused is tried again by the next run.
 *
 * @throws what the database throws; what was purged is purged again then, which does no harm.
 */
export async function purgeDropped(store: PurgeStore, purge: PurgeEdge, nowMs: number): Promise<PurgeReport> {
  const waiting = await store.unpurged(PREFIXES_PER_RUN);
  let purges = 0;
  let purgedId = 0;
  for (const { tags, lastId } of planPurges(waiting)) {
    if (!(await purge(tags))) break;
    purges += 1;
    purgedId = lastId;
  }
  if (purgedId > 0) await store.savePurged(purgedId);
  const left = waiting.filter(({ id }) => id > purgedId);
  const lagMs = left[0] === undefined ? 0 : Math.max(nowMs - left[0].droppedAtMs, 1);
  return { purges, prefixes: waiting.length - left.length, lagMs };
}

/**
 * Plans the purges of one run: by the finest tags that fit into it all, because coarser ones empty the edge of what is
 * still shown. Where even the stores are too many, the next run goes on with the rest.
 */
export function planPurges(waiting: readonly DroppedPrefix[]): readonly Purge[] {
  const levels = (['owner', 'folder', 'store'] as const).map((level) => toPurges(waiting, level));
  const fitting = levels.find((purges) => purges.length <= MAX_PURGES_PER_RUN);
  return fitting ?? levels.at(-1)?.slice(0, MAX_PURGES_PER_RUN) ?? [];
}

/** Divides the tags of one level into purges, in the order in which their prefixes were dropped. */
function toPurges(waiting: readonly DroppedPrefix[], level: keyof CacheTags): readonly Purge[] {
  const purges: { readonly tags: Set<string>; lastId: number }[] = [];
  const seen = new Set<string>();
  for (const { id, prefix } of waiting) {
    const tag = cacheTags(prefix)[level];
    let purge = purges.at(-1);
    if (purge === undefined || (!seen.has(tag) && purge.tags.size === MAX_TAGS_PER_PURGE)) {
      purge = { tags: new Set(), lastId: id };
      purges.push(purge);
    }
    if (!seen.has(tag)) purge.tags.add(tag);
    seen.add(tag);
    purge.lastId = id;
  }
  return purges.map(({ tags, lastId }) => ({ tags: [...tags], lastId }));
}
