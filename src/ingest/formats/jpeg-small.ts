import { hasAscii, readUint16BE } from './bytes.ts';
import { readDcScan, type DcScan, type ScannedBlock, type SkippedCodes, type WorkLimit } from './jpeg-dc.ts';
import type { FrameSize } from './jpeg-frame.ts';
import { BlockGrid } from './jpeg-grid.ts';
import { JpegLookup } from './jpeg-lookup.ts';
import { makeSkips } from './jpeg-skips.ts';
import { readJpeg } from './jpeg.ts';

const DEFINE_HUFFMAN = 0xc4;
const START_OF_SCAN = 0xda;
const DEFINE_QUANTIZATION = 0xdb;
const DEFINE_RESTART = 0xdd;
const ADOBE_SEGMENT = 0xee;
const BLOCK_PX = 8;
const CODE_LENGTHS = 16;

/**
 * How many steps are made at most, each over one code or several, which takes a tenth of a second: a photograph of 3 MB
 * needs about as many. What needs more is left to Images.
 */
const MAX_STEPS = 3_000_000;

/** How many cells a component has at most, across and down: several times as many as a placeholder is made of. */
const MAX_CELLS = 256;

/** A component of the picture, with what has been read of it. */
export interface SmallComponent {
  readonly id: number;
  readonly grid: BlockGrid;
  /** What a step of the first coefficient stands for; undefined until a scan with it was read. */
  quantum: number | undefined;
}

/** What the first coefficients of a JPEG's blocks say: the picture at an eighth of its size, or smaller. */
export interface SmallJpeg {
  readonly components: readonly SmallComponent[];
  readonly orientation: number;
  /** An Adobe program has said that the components are red, green and blue, or their numbers say so. */
  readonly isRgb: boolean;
}

interface Component extends SmallComponent {
  readonly across: number;
  readonly down: number;
  readonly quantizer: number;
}

interface State {
  readonly dc: Map<number, JpegLookup>;
  readonly ac: Map<number, SkippedCodes>;
  readonly quanta: Map<number, number>;
  readonly limit: WorkLimit;
  components: readonly Component[];
  restartInterval: number;
  adobeTransform: number | undefined;
}

/**
 * Reads a JPEG's own means of blocks of 8 by 8 pixels, of a progressive picture from its first scans alone, and
 * decodes nothing else. Never throws.
 *
 * @returns undefined where less than half of a component can be read.
 */
export function readSmallJpeg(bytes: Uint8Array): SmallJpeg | undefined {
  const read = readJpeg(bytes);
  if ('ok' in read || read.frame === undefined) return undefined;
  const limit = { stepsLeft: MAX_STEPS };
  const tables = { dc: new Map(), ac: new Map(), quanta: new Map() };
  const state: State = { ...tables, limit, components: [], restartInterval: 0, adobeTransform: undefined };
  for (const { marker, at, endAt } of read.segments) {
    const segment = bytes.subarray(at, endAt);
    const headEndAt = 2 + readUint16BE(segment, 2);
    const data = segment.subarray(4, headEndAt);
    if (marker === START_OF_SCAN) {
      if (!readScan(state, read.frame, data, segment.subarray(headEndAt))) return undefined;
      if (isComplete(state)) break;
    } else readTable(state, read.frame, marker, data);
  }
  const { components, adobeTransform } = state;
  const ids = components.map(({ id }) => String.fromCodePoint(id)).join('');
  const isRgb = adobeTransform === 0 || (adobeTransform === undefined && ids === 'RGB');
  return isComplete(state) ? { components, orientation: read.orientation ?? 1, isRgb } : undefined;
}

const isComplete = ({ components }: State): boolean =>
  components.length > 0 && components.every(({ quantum }) => quantum !== undefined);

function readTable(state: State, frame: FrameSize, marker: number, data: Uint8Array): void {
  if (marker === DEFINE_HUFFMAN) readCodes(state, data);
  else if (marker === DEFINE_QUANTIZATION) readQuanta(state, data);
  else if (marker === DEFINE_RESTART) state.restartInterval = readUint16BE(data, 0);
  else if (marker === ADOBE_SEGMENT && hasAscii(data, 0, 'Adobe')) state.adobeTransform = data[11];
  else if (marker >= 0xc0 && marker <= 0xc2) state.components = readComponents(data, frame);
}

function readCodes({ dc, ac }: State, data: Uint8Array): void {
  for (let at = 0; at < data.length;) {
    const [kind, number] = [(data[at] ?? 0) >> 4, (data[at] ?? 0) & 15];
    const counts = data.subarray(at + 1, at + 1 + CODE_LENGTHS);
    const endAt = at + 1 + CODE_LENGTHS + counts.reduce((sum, count) => sum + count, 0);
    const codes = new JpegLookup(counts, data.subarray(at + 1 + CODE_LENGTHS, endAt));
    if (kind === 0) dc.set(number, codes);
    else ac.set(number, { codes, skips: makeSkips(codes) });
    at = endAt;
  }
}

/** Reads of each quantization table what the first coefficient is multiplied by. */
function readQuanta({ quanta }: State, data: Uint8Array): void {
  for (let at = 0; at < data.length;) {
    const isWide = (data[at] ?? 0) >> 4 === 1;
    quanta.set((data[at] ?? 0) & 15, isWide ? readUint16BE(data, at + 1) : (data[at + 1] ?? 0));
    at += 1 + (isWide ? 128 : 64);
  }
}

function readComponents(data: Uint8Array, { widthPx, heightPx }: FrameSize): readonly Component[] {
  const described = Array.from({ length: data[5] ?? 0 }, (_, index) => {
    const [id = 0, factors = 0, quantizer = 0] = data.subarray(6 + index * 3);
    return { id, across: factors >> 4, down: factors & 15, quantizer };
  });
  const mostAcross = Math.max(...described.map(({ across }) => across));
  const mostDown = Math.max(...described.map(({ down }) => down));
  return described.map((component) => {
    const ownWidthPx = Math.ceil((widthPx * component.across) / mostAcross);
    const ownHeightPx = Math.ceil((heightPx * component.down) / mostDown);
    return { ...component, grid: new BlockGrid(ownWidthPx, ownHeightPx, MAX_CELLS), quantum: undefined };
  });
}

/** Reads a scan where it has first coefficients; false where it cannot be read. */
function readScan(state: State, frame: FrameSize, header: Uint8Array, coded: Uint8Array): boolean {
  const count = header[0] ?? 0;
  const [first = 0, , precision = 0] = header.subarray(1 + count * 2);
  if (!frame.isSequential && (first > 0 || precision >> 4 > 0)) return true;
  const scanned: Component[] = [];
  const blocks: ScannedBlock[] = [];
  for (let index = 0; index < count; index++) {
    const [id, selectors = 0] = header.subarray(1 + index * 2);
    const component = state.components.find((each) => each.id === id);
    const dc = state.dc.get(selectors >> 4);
    const ac = frame.isSequential ? state.ac.get(selectors & 15) : undefined;
    if (component === undefined || component.quantum !== undefined || dc === undefined) return false;
    if (frame.isSequential && ac === undefined) return false;
    const [across, down] = count === 1 ? [1, 1] : [component.across, component.down];
    for (let at = 0; at < across * down; at++) {
      const place = { column: at % across, row: Math.floor(at / across), across, down };
      blocks.push({ dc, ac, grid: component.grid, component: index, ...place });
    }
    scanned.push(component);
  }
  const scan = {
    ...unitsOf(frame, state.components, scanned),
    blocks,
    missingBits: frame.isSequential ? 0 : precision & 15,
  };
  const readBlocks = readDcScan(coded, { ...scan, restartInterval: state.restartInterval }, state.limit);
  for (const component of scanned) component.quantum = state.quanta.get(component.quantizer);
  return readBlocks * 2 >= scan.unitCount * blocks.length;
}

/** The units of a scan: blocks where it has one component, else those of the frame. */
function unitsOf(
  { widthPx, heightPx }: FrameSize,
  all: readonly Component[],
  scanned: readonly Component[],
): Pick<DcScan, 'unitsPerRow' | 'unitCount'> {
  const [only] = scanned;
  if (scanned.length === 1 && only !== undefined) {
    const { blocksAcross, blocksDown } = only.grid;
    return { unitsPerRow: blocksAcross, unitCount: blocksAcross * blocksDown };
  }
  const unitsPerRow = Math.ceil(widthPx / (BLOCK_PX * Math.max(...all.map(({ across }) => across))));
  const rows = Math.ceil(heightPx / (BLOCK_PX * Math.max(...all.map(({ down }) => down))));
  return { unitsPerRow, unitCount: unitsPerRow * rows };
}
