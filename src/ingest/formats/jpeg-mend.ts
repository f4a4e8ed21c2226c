import { concatenate, readUint16BE } from './bytes.ts';
import { MAX_MENDED_BYTES } from '../limits.ts';
import { JpegCodes } from './jpeg-bits.ts';
import { copyJpeg } from './jpeg-copy.ts';
import type { FrameSize } from './jpeg-frame.ts';
import type { JpegSegment } from './jpeg.ts';
import { copyBand, mendScan, type BlockCodes, type ScanLayout } from './jpeg-scan.ts';

const DEFINE_HUFFMAN = 0xc4;
const START_OF_SCAN = 0xda;
const DEFINE_RESTART = 0xdd;
const CODE_LENGTHS = 16;
const BLOCK_PX = 8;

/** A component of a frame: how many blocks of it a unit of all components has across and down. */
interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

/** What has been read up to a scan. */
interface Tables {
  readonly dc: Map<number, JpegCodes>;
  readonly ac: Map<number, JpegCodes>;
  /** The components of which a scan with the first coefficient was kept; another one would say the same again. */
  readonly begun: Set<number>;
  /** The bands of components that came, as component:first coefficient, each of which counts once. */
  readonly bands: Set<string>;
  components: readonly Component[];
  restartInterval: number;
}

const readCodes = (data: Uint8Array, tables: Tables): void => {
  let at = 0;
  while (at < data.length) {
    const [kind, number] = [(data[at] ?? 0) >> 4, (data[at] ?? 0) & 15];
    const counts = data.subarray(at + 1, at + 1 + CODE_LENGTHS);
    const symbolsAt = at + 1 + CODE_LENGTHS;
    const endAt = symbolsAt + counts.reduce((sum, count) => sum + count, 0);
    (kind === 0 ? tables.dc : tables.ac).set(number, new JpegCodes(counts, data.subarray(symbolsAt, endAt)));
    at = endAt;
  }
};

const readComponents = (data: Uint8Array): readonly Component[] =>
  Array.from({ length: data[5] ?? 0 }, (_, index) => {
    const [id = 0, factors = 0] = data.subarray(6 + index * 3);
    return { id, across: factors >> 4, down: factors & 15 };
  });

/** How many units a scan of these components has: blocks where there is one component, else the units of the frame. */
const countUnits = (
  { widthPx, heightPx }: FrameSize,
  all: readonly Component[],
  scanned: readonly Component[],
): number => {
  const [only] = scanned;
  const across = Math.max(...all.map((component) => component.across));
  const down = Math.max(...all.map((component) => component.down));
  if (scanned.length > 1 || only === undefined) {
    return Math.ceil(widthPx / (BLOCK_PX * across)) * Math.ceil(heightPx / (BLOCK_PX * down));
  }
  const ownWidth = Math.ceil((widthPx * only.across) / across);
  const ownHeight = Math.ceil((heightPx * only.down) / down);
  return Math.ceil(ownWidth / BLOCK_PX) * Math.ceil(ownHeight / BLOCK_PX);
};

/** Returns how a scan is made up; undefined where it names what was not defined. */
const readLayout = (header: Uint8Array, frame: FrameSize, tables: Tables): ScanLayout | undefined => {
  const scanned: Component[] = [];
  const blocks: BlockCodes[] = [];
  const count = header[0] ?? 0;
  for (let index = 0; index < count; index++) {
    const [id, selectors = 0] = header.subarray(1 + index * 2);
    const component = tables.components.find((each) => each.id === id);
    const [dc, ac] = [tables.dc.get(selectors >> 4), tables.ac.get(selectors & 15)];
    if (component === undefined || dc === undefined || (frame.isSequential && ac === undefined)) return undefined;
    scanned.push(component);
    const blockCount = count === 1 ? 1 : component.across * component.down;
    for (let block = 0; block < blockCount; block++) blocks.push({ dc, ac: frame.isSequential ? ac : undefined });
  }
  const unitCount = countUnits(frame, tables.components, scanned);
  return { blocks, unitCount, restartInterval: tables.restartInterval };
};

/** What the header of a scan says. */
interface ScanHeader {
  readonly data: Uint8Array;
  readonly ids: readonly number[];
  readonly first: number;
  readonly last: number;
  /** The scan makes coefficients more precise that another has brought. */
  readonly isRefinement: boolean;
}

const readScanHeader = (data: Uint8Array): ScanHeader => {
  const count = data[0] ?? 0;
  const ids = Array.from({ length: count }, (_, index) => data[1 + index * 2] ?? 0);
  const [first = 0, last = 0, precision = 0] = data.subarray(1 + count * 2);
  return { data, ids, first, last, isRefinement: precision >> 4 !== 0 };
};

/** Returns a band of a progressive picture, or nothing where it is damaged. */
const mendBand = (coded: Uint8Array, header: ScanHeader, frame: FrameSize, tables: Tables): Uint8Array | undefined => {
  const [id = 0] = header.ids;
  const component = tables.components.find((each) => each.id === id);
  const codes = tables.ac.get((header.data[2] ?? 0) & 15);
  const name = `${id}:${header.first}`;
  if (component === undefined || codes === undefined || tables.bands.has(name)) return undefined;
  tables.bands.add(name);
  const blockCount = countUnits(frame, tables.components, [component]);
  const { first, last } = header;
  return copyBand(coded, { codes, first, last, blockCount, restartInterval: tables.restartInterval });
};

/**
 * Returns a scan without its damage; nothing for one that is left out, and undefined where it cannot be mended. Of a
 * progressive picture the scans that refine others are left out, for what they mean depends on all bits before them: it
 * is a little coarser.
 */
const mendSegment = (segment: Uint8Array, frame: FrameSize, tables: Tables): Uint8Array | undefined => {
  const headEndAt = 2 + readUint16BE(segment, 2);
  const [head, coded] = [segment.subarray(0, headEndAt), segment.subarray(headEndAt)];
  const header = readScanHeader(head.subarray(4));
  const leftOut = new Uint8Array(0);
  if (!frame.isSequential && header.isRefinement) return leftOut;
  if (!frame.isSequential && header.first > 0) {
    const band = mendBand(coded, header, frame, tables);
    return band === undefined ? leftOut : concatenate([head, band]);
  }
  if (header.ids.some((id) => tables.begun.has(id))) return leftOut;
  const layout = readLayout(header.data, frame, tables);
  const mended = layout && mendScan(coded, layout, MAX_MENDED_BYTES);
  if (mended === undefined) return undefined;
  for (const id of header.ids) tables.begun.add(id);
  return concatenate([head, mended]);
};

/**
 * Returns a JPEG with those parts of a damaged one that can be read, in plain colour from the first damage to the next
 * restart marker, as browsers show it. Returns undefined where nothing of a component can be read.
 */
export const mendJpeg = (bytes: Uint8Array): Uint8Array | undefined => {
  const tables: Tables = {
    dc: new Map(),
    ac: new Map(),
    begun: new Set(),
    bands: new Set(),
    components: [],
    restartInterval: 0,
  };
  let canMend = true;
  const mend = ({ marker, at, endAt }: JpegSegment, frame: FrameSize): Uint8Array => {
    const segment = bytes.subarray(at, endAt);
    const data = segment.subarray(4);
    if (marker === DEFINE_HUFFMAN) readCodes(data, tables);
    if (marker === DEFINE_RESTART) tables.restartInterval = readUint16BE(data, 0);
    if (marker >= 0xc0 && marker <= 0xc2) tables.components = readComponents(data);
    if (marker !== START_OF_SCAN || !canMend) return segment;
    const mended = mendSegment(segment, frame, tables);
    canMend = mended !== undefined;
    return mended ?? segment;
  };
  const copy = copyJpeg(bytes, mend);
  const isWhole = canMend && tables.components.every(({ id }) => tables.begun.has(id));
  return isWhole ? copy : undefined;
};
