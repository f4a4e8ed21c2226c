import type { FrameSize } from './jpeg-frame.ts';

const END_OF_IMAGE = 0xd9;

export const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/**
 * Returns the position of the first marker from `at` on, or -1 when there is none. Stuffed zeros are part of the scan,
 * and so are restart markers.
 *
 * @param hasRestarts false: no restarts are announced, and a restart marker ends the scan, as it does for decoders.
 */
export const endOfScan = (bytes: Uint8Array, at: number, hasRestarts = true): number => {
  let markAt = bytes.indexOf(0xff, at);
  while (markAt >= 0) {
    const marker = bytes[markAt + 1];
    if (marker === undefined) return -1;
    if (marker !== 0 && marker !== 0xff && !(hasRestarts && isRestart(marker))) return markAt;
    markAt = bytes.indexOf(0xff, markAt + (marker === 0xff ? 1 : 2));
  }
  return -1;
};

/** Returns whether the scan is the whole picture: decoders look at nothing behind it. */
export const isOnlyScan = (bytes: Uint8Array, scanAt: number, frame: FrameSize): boolean =>
  frame.isSequential && bytes[scanAt + 2] === frame.componentCount;

/**
 * Returns the position of the end marker where it is the last two bytes, else -1. Behind the only scan this avoids
 * searching megabytes of most photographs in which there are coded pixels only.
 */
export const endOfFile = (bytes: Uint8Array): number => {
  const endAt = bytes.length - 2;
  return bytes[endAt] === 0xff && bytes[endAt + 1] === END_OF_IMAGE ? endAt : -1;
};
