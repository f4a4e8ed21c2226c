const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** Returns the CRC-32 of PNG chunks (ISO 3309) over all parts, one after another. */
export const crc32 = (...parts: readonly Uint8Array[]): number => {
  let crc = 0xffffffff;
  for (const part of parts) {
    for (let at = 0; at < part.length; at++) {
      crc = (crc >>> 8) ^ (TABLE[(crc ^ (part[at] ?? 0)) & 0xff] ?? 0);
    }
  }
  return ~crc >>> 0;
};
