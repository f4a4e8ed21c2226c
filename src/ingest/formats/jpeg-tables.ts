const DEFINE_QUANTIZATION = 0xdb;
const DEFINE_HUFFMAN = 0xc4;
const START_OF_SCAN = 0xda;
const DEFINE_RESTART = 0xdd;

const COEFFICIENTS = 64;
const MAX_TABLE_NUMBER = 3;
/** A Huffman table begins with its number and how many codes of 1 to 16 bits there are. */
const CODE_LENGTHS = 16;
const MAX_HUFFMAN_CODES = 256;

/** Returns whether quantization tables fill `data` exactly: of one or two bytes a coefficient (T.81, B.2.4.1). */
const areQuantizationTables = (data: Uint8Array): boolean => {
  let at = 0;
  while (at < data.length) {
    const [precision, number] = [(data[at] ?? 0) >> 4, (data[at] ?? 0) & 15];
    if (precision > 1 || number > MAX_TABLE_NUMBER) return false;
    at += 1 + COEFFICIENTS * (precision + 1);
  }
  return at === data.length;
};

/** Returns whether Huffman tables fill `data` exactly (T.81, B.2.4.2). */
const areHuffmanTables = (data: Uint8Array): boolean => {
  let at = 0;
  while (at < data.length) {
    const [kind, number] = [(data[at] ?? 0) >> 4, (data[at] ?? 0) & 15];
    const codeCount = data.subarray(at + 1, at + 1 + CODE_LENGTHS).reduce((sum, count) => sum + count, 0);
    if (kind > 1 || number > MAX_TABLE_NUMBER || codeCount > MAX_HUFFMAN_CODES) return false;
    at += 1 + CODE_LENGTHS + codeCount;
  }
  return at === data.length;
};

/** Returns whether a scan header has the length of its 1 to 4 components (T.81, B.2.3). */
const isScanHeader = (data: Uint8Array): boolean => {
  const componentCount = data[0] ?? 0;
  return componentCount >= 1 && componentCount <= 4 && data.length === 4 + 2 * componentCount;
};

/**
 * Returns whether the data of a segment that decoders depend on has the length that its content needs. Decoders refuse
 * the whole picture otherwise, browsers too. Other segments are taken as they are.
 */
export const isSoundTable = (marker: number, data: Uint8Array): boolean => {
  switch (marker) {
    case DEFINE_QUANTIZATION:
      return areQuantizationTables(data);
    case DEFINE_HUFFMAN:
      return areHuffmanTables(data);
    case START_OF_SCAN:
      return isScanHeader(data);
    case DEFINE_RESTART:
      return data.length === 2;
    default:
      return true;
  }
};
