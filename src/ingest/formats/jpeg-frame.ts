import { readUint16BE } from './bytes.ts';
import { corrupt, sizeFault, unsupported, type Inspection } from './format-reader.ts';

const PROGRESSIVE = 0xc2;
const COMPONENT_BYTES = 3;

/**
 * Returns whether a marker begins a frame header: C0 to CF, except Huffman tables (C4), the reserved C8 and arithmetic
 * conditioning (CC).
 */
export const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Returns whether a frame uses baseline, extended or progressive Huffman coding, which is all that browsers and the
 * Images binding decode.
 */
const isSupportedFrame = (marker: number): boolean => marker >= 0xc0 && marker <= PROGRESSIVE;

/** What a frame header says. */
export interface FrameSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly componentCount: number;
  /** The frame is not progressive, so each component is coded in one scan. */
  readonly isSequential: boolean;
}

/** Returns whether all components of a frame have valid sampling factors: 1 to 4 in both directions. */
const hasValidSampling = (bytes: Uint8Array, at: number, componentCount: number): boolean => {
  for (let component = 0; component < componentCount; component++) {
    const factors = bytes[at + component * COMPONENT_BYTES + 1] ?? 0;
    const [across, down] = [factors >> 4, factors & 15];
    if (Math.min(across, down) < 1 || Math.max(across, down) > 4) return false;
  }
  return true;
};

/** Reads the frame header whose length field is at `at`, or returns why the frame is refused. */
export const readFrame = (bytes: Uint8Array, marker: number, at: number, sizeBytes: number): FrameSize | Inspection => {
  if (!isSupportedFrame(marker))
    return unsupported('The JPEG is lossless, hierarchical or arithmetic: no browser shows it.');
  const componentCount = bytes[at + 7] ?? 0;
  const isValid = [1, 3, 4].includes(componentCount) && sizeBytes === 8 + COMPONENT_BYTES * componentCount;
  if (!isValid || !hasValidSampling(bytes, at + 8, componentCount)) {
    return corrupt('The frame header of the JPEG is wrong.');
  }
  if (bytes[at + 2] !== 8) return unsupported('The JPEG has other than 8 bits a colour: no browser shows it.');
  const heightPx = readUint16BE(bytes, at + 3);
  const widthPx = readUint16BE(bytes, at + 5);
  const fault = sizeFault(widthPx, heightPx);
  return fault ? { ok: false, fault } : { widthPx, heightPx, componentCount, isSequential: marker !== PROGRESSIVE };
};
