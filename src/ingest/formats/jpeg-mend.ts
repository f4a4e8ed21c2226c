import { concatenate, readUint16BE } from './bytes.ts';
import { MAX_MENDED_BYTES } from '../limits.ts';
import { copyJpeg } from './jpeg-copy.ts';
import type { FrameSize } from './jpeg-frame.ts';
import { countUnits, readCodes, readComponents, type CodeTables, type Component } from './jpeg-layout.ts';
import { JpegProgress, type LaterScan } from './jpeg-progress.ts';
import { mendScan, type BlockCodes, type ScanLayout } from './jpeg-scan.ts';

const DEFINE_HUFFMAN = 0xc4;
const START_OF_SCAN = 0xda;
const DEFINE_RESTART = 0xdd;

/** What has been read up to a scan. */
interface Tables extends CodeTables {
  /** The components of which a scan with the first coefficient was kept; another one would say the same again. */
  readonly begun: Set<number>;
  readonly progress: JpegProgress;
  components: readonly Component[];
  restartInterval: number;
}

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
type ScanHeader = Pick<LaterScan, 'data' | 'ids' | 'first' | 'last' | 'before' | 'after'>;

const readScanHeader = (data: Uint8Array): ScanHeader => {
  const count = data[0] ?? 0;
  const ids = Array.from({ length: count }, (_, index) => data[1 + index * 2] ?? 0);
  const [first = 0, last = 0, precision = 0] = data.subarray(1 + count * 2);
  return { data, ids, first, last, before: precision >> 4, after: precision & 15 };
};

/** Returns a scan of a progressive picture that is not the first of its components; undefined where it is left out. */
const mendLaterScan = (
  coded: Uint8Array,
  header: ScanHeader,
  frame: FrameSize,
  { components, ac, progress, restartInterval }: Tables,
): Uint8Array | undefined => {
  const scanned = components.filter(({ id }) => header.ids.includes(id));
  if (scanned.length === 0 || scanned.length !== header.ids.length) return undefined;
  const blocks = scanned.map(({ across, down }) => (scanned.length === 1 ? 1 : across * down));
  return progress.copy({
    ...header,
    data: coded,
    codes: ac.get((header.data[2] ?? 0) & 15),
    blocksPerUnit: blocks.reduce((sum, count) => sum + count, 0),
    unitCount: countUnits(frame, components, scanned),
    restartInterval,
  });
};

/** Returns a scan without its damage; nothing for one that is left out, and undefined where it cannot be mended. */
const mendSegment = (segment: Uint8Array, frame: FrameSize, tables: Tables): Uint8Array | undefined => {
  const headEndAt = 2 + readUint16BE(segment, 2);
  const [head, coded] = [segment.subarray(0, headEndAt), segment.subarray(headEndAt)];
  const header = readScanHeader(head.subarray(4));
  const leftOut = new Uint8Array(0);
  if (!frame.isSequential && (header.first > 0 || header.before > 0)) {
    const later = mendLaterScan(coded, header, frame, tables);
    return later === undefined ? leftOut : concatenate([head, later]);
  }
  if (header.ids.some((id) => tables.begun.has(id))) return leftOut;
  const layout = readLayout(header.data, frame, tables);
  const mended = layout && mendScan(coded, layout, MAX_MENDED_BYTES);
  if (mended === undefined) return undefined;
  for (const id of header.ids) tables.begun.add(id);
  tables.progress.begin(header.ids, header.after);
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
    progress: new JpegProgress(),
    components: [],
    restartInterval: 0,
  };
  let canMend = true;
  const mend = (marker: number, segment: Uint8Array, frame: FrameSize): Uint8Array => {
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
