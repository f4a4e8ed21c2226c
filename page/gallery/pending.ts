import { type Command, idsOf } from './command.ts';
import type { GalleryView } from './view.ts';

/** A command that is shown and not yet part of what the service has confirmed. */
export interface Pending {
  readonly key: symbol;
  readonly command: Command;
  /** What was shown when it was made. */
  readonly madeFor: GalleryView;
  readonly label: string;
  readonly group: string | undefined;
  /** The version that it has made; undefined until it was answered. */
  readonly version?: number | undefined;
}

/** Returns what is not yet part of a version. */
export const notIn = (version: number, pending: readonly Pending[]): readonly Pending[] => {
  const left = pending.filter((each) => each.version === undefined || each.version > version);
  return left.length === pending.length ? pending : left;
};

/** Returns what waits with one of them changed. */
export const withChanged = (pending: readonly Pending[], changed: Pending): readonly Pending[] =>
  pending.map((each) => (each.key === changed.key ? changed : each));

/** Returns the images that what waits is about. */
export const idsOfAll = (pending: readonly Pending[]): ReadonlySet<number> =>
  new Set(pending.flatMap(({ command }) => idsOf(command)));
