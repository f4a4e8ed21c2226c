import type { Filter, Listing } from '../catalogue/listing-reads.ts';

/** One comparison of a filter. */
export type Term<F extends string> = Extract<Filter<F>, { readonly kind: 'compare' }>;

/** The ids that a filter lets pass, both ends included. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/**
 * How a list of all rows of a store is read.
 *
 * - `walk`: in the order of ids, from a position on, until the page is full.
 * - `sorted`: the rows that an index finds are read, all of them, and sorted.
 */
export interface ListingPlan<F extends string> {
  readonly kind: 'walk' | 'sorted';
  /** The order of ids, of a walk. */
  readonly isDescending: boolean;
  readonly range: IdRange;
  /** The comparison that an index other than that of ids answers, with the name of the index. */
  readonly found: FoundTerm<F> | undefined;
  /** What has to be looked at row by row. */
  readonly rest: readonly Filter<F>[];
}

/** A comparison that an index answers. */
interface FoundTerm<F extends string> {
  readonly term: Term<F>;
  readonly index: FieldIndex;
  /** True where there are no more rows than values, or twice as many. */
  readonly isFew: boolean;
}

/** An index that finds the values of a field. */
export interface FieldIndex {
  /** Empty: the key of the table. */
  readonly name: string;
  /** What stands in the index before the field, as a condition; undefined where nothing does. */
  readonly before?: string;
  readonly isUnique?: true;
  /** Whether it finds the beginnings of texts as well. */
  readonly findsBeginnings?: true;
}

/** The indexes of a table by the fields that they find. */
export type FieldIndexes<F extends string> = Readonly<Partial<Record<F, FieldIndex>>>;

/** Ids are positive, and no larger than what a number can say exactly. */
const ALL_IDS: IdRange = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Decides how a list is read. Pure. */
export function planListing<F extends string>(
  { filter, order }: Pick<Listing<F>, 'filter' | 'order'>,
  indexes: FieldIndexes<F>,
): ListingPlan<F> {
  const parts = filter === undefined ? [] : filter.kind === 'all' ? filter.of : [filter];
  const range = parts.reduce(narrowed, ALL_IDS);
  const rest = parts.filter((part) => narrowed(ALL_IDS, part) === ALL_IDS);
  const found = rest.flatMap((part) => findable(part, indexes))[0];
  const isById = order.every(({ field }, index) => index > 0 || field === 'id');
  return {
    kind: found === undefined && isById ? 'walk' : 'sorted',
    isDescending: order[0]?.isDescending ?? false,
    range,
    found,
    rest: rest.filter((part) => part !== found?.term),
  };
}

/** Returns a range without the ids that a part of the filter refuses; the same one where the part is of something else. */
function narrowed<F extends string>(range: IdRange, part: Filter<F>): IdRange {
  if (part.kind !== 'compare' || part.field !== 'id') return range;
  const ids = part.values.map(Number);
  if (part.comparison === 'at-least') return { ...range, from: Math.max(range.from, ...ids) };
  if (part.comparison === 'at-most') return { ...range, to: Math.min(range.to, ...ids) };
  return range;
}

function findable<F extends string>(part: Filter<F>, indexes: FieldIndexes<F>): readonly FoundTerm<F>[] {
  const index = part.kind === 'compare' ? indexes[part.field] : undefined;
  if (part.kind !== 'compare' || index === undefined) return [];
  const isExact = part.comparison === 'equals';
  const isBeginning = part.comparison === 'starts' && part.values.length === 1 && index.findsBeginnings === true;
  return isExact || isBeginning ? [{ term: part, index, isFew: isExact && index.isUnique === true }] : [];
}
