import { inspectPicture } from '../../src/ingest/inspect.ts';

/** The kind of fault, or the picture in short: format, size as shown, frames, alpha. */
export const summarizeInspection = (bytes: Uint8Array): string => {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return inspected.fault.kind;
  const { format, widthPx, heightPx, frameCount, hasAlpha } = inspected.value;
  return `${format} ${widthPx}x${heightPx} ${frameCount}${hasAlpha ? ' alpha' : ''}`;
};
