import { MAX_REFINED_BLOCKS } from '../limits.ts';
import { copyBand, copyFirstCoefficients, copyRefinement, NonZero } from './jpeg-band.ts';
import type { JpegCodes } from './jpeg-bits.ts';

const COEFFICIENTS = 64;

/** A scan of a progressive picture that is not the first of its components. */
export interface LaterScan {
  readonly data: Uint8Array;
  /** The components that it is about: one, unless it is about the first coefficient. */
  readonly ids: readonly number[];
  readonly first: number;
  readonly last: number;
  /** How many bits of the coefficients are missing before the scan and after it; `before` is 0 for a first pass. */
  readonly before: number;
  readonly after: number;
  /** undefined: the scan has no codes, or they are not defined. */
  readonly codes: JpegCodes | undefined;
  readonly blocksPerUnit: number;
  readonly unitCount: number;
  readonly restartInterval: number;
}

/** What has come of one component. */
interface Component {
  /** How many bits of each coefficient are missing; undefined: it has not come at all. */
  readonly missingBits: (number | undefined)[];
  nonZero: NonZero | undefined;
}

/**
 * What has come of a progressive picture so far. What a scan means depends on those before it, so that one whose
 * predecessors were left out is left out, too.
 */
export class JpegProgress {
  readonly #components = new Map<number, Component>();

  /** Remembers that the first coefficients of these components have come. */
  begin(ids: readonly number[], missingBits: number): void {
    for (const id of ids) this.#of(id).missingBits[0] = missingBits;
  }

  /** Returns a later scan without damage; undefined for one that is left out. */
  copy(scan: LaterScan): Uint8Array | undefined {
    const expected = scan.before === 0 ? undefined : scan.before;
    const components = scan.ids.map((id) => this.#of(id));
    const range = Array.from({ length: scan.last - scan.first + 1 }, (_, index) => scan.first + index);
    if (scan.last >= COEFFICIENTS || range.length === 0) return undefined;
    const follows = components.every(({ missingBits }) => range.every((at) => missingBits[at] === expected));
    const [component] = components;
    if (!follows || component === undefined) return undefined;
    const copy = scan.first === 0 ? copyFirst(scan) : copyOthers(scan, component);
    if (copy === undefined) return undefined;
    for (const { missingBits } of components) for (const at of range) missingBits[at] = scan.after;
    return copy;
  }

  #of(id: number): Component {
    const known = this.#components.get(id) ?? { missingBits: [], nonZero: undefined };
    this.#components.set(id, known);
    return known;
  }
}

const copyFirst = ({ data, last, blocksPerUnit, unitCount, restartInterval }: LaterScan): Uint8Array | undefined =>
  last === 0 ? copyFirstCoefficients(data, blocksPerUnit, unitCount, restartInterval) : undefined;

const copyOthers = (scan: LaterScan, component: Component): Uint8Array | undefined => {
  const { data, ids, codes, first, last, before, unitCount: blockCount, restartInterval } = scan;
  const isLarge = blockCount > MAX_REFINED_BLOCKS;
  if (codes === undefined || ids.length !== 1 || (isLarge && before > 0)) return undefined;
  const nonZero = (component.nonZero ??= new NonZero(isLarge ? 0 : blockCount));
  const band = { codes, first, last, blockCount, restartInterval, nonZero };
  return before === 0 ? copyBand(data, band) : copyRefinement(data, band);
};
