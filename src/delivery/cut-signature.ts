import { hmacKey, hmacSha256, type HmacKey } from '../platform/sha256.ts';
import { CUTS, NAMED_QUALITY, type CutPath, type CutQuery } from './cut-path.ts';
import { STORE_KEY_LABEL, type UrlSigningKeys } from './signature.ts';

/** Signs cut URLs of one store. One signer serves all URLs of an answer. */
export interface CutSigner {
  /** Returns the query of a signed URL, `ff=1&x=…&y=…&q=…&ts=…&sg=…`, without the question mark. */
  query(path: CutPath, signed: CutQuery): string;
}

/**
 * The hex digits of a signature and of a timestamp (SH-19). A short signature is enough: cuts are public anyway, and it
 * only proves that `ts` is ours.
 */
const HEX_DIGITS = 8;

/**
 * Creates a signer with the key that new URLs are signed with. Returns undefined in a deployment without keys, which
 * signs nothing.
 */
export function openCutSigner(keys: UrlSigningKeys, storeHash: string): CutSigner | undefined {
  const [secret] = keys.values();
  if (secret === undefined) return undefined;
  const signatures = openSignatures(secret, storeHash);
  return {
    query(path, signed) {
      const { widthPx, heightPx } = signed.box;
      const signature = toHex8(signatures.of(path, signed));
      return `ff=1&x=${widthPx}&y=${heightPx}&q=${NAMED_QUALITY}&ts=${toHex8(signed.changedAtS)}&sg=${signature}`;
    },
  };
}

/**
 * Reads and verifies the query of a cut URL. Returns undefined when it has no signature, and 'wrong' when the signature
 * or a parameter is not valid, as every signature is in a deployment without keys.
 */
export function readCutQuery(
  query: URLSearchParams,
  path: CutPath,
  keys: UrlSigningKeys,
): CutQuery | 'wrong' | undefined {
  const signature = query.get('sg');
  if (signature === null) return undefined;
  const [x, y, ts] = [query.get('x') ?? '', query.get('y') ?? '', query.get('ts') ?? ''];
  const isWellFormed = /^\d{1,5}$/.test(x) && /^\d{1,5}$/.test(y) && /^[0-9a-f]{8}$/.test(ts);
  if (!isWellFormed || query.get('q') !== String(NAMED_QUALITY) || !/^[0-9a-f]{8}$/.test(signature)) return 'wrong';
  const signed = { box: { widthPx: Number(x), heightPx: Number(y) }, changedAtS: Number.parseInt(ts, 16) };
  for (const secret of keys.values()) {
    const signatures = openSignatures(secret, path.storeHash);
    const isOurs = isSame(signatures.of(path, signed), signature) || isSame(signatures.alone(path, signed), signature);
    if (isOurs) return signed;
  }
  return 'wrong';
}

/** Compares a signature with the digits of a URL in constant time. */
function isSame(expected: number, signature: string): boolean {
  const [a, b] = [new TextEncoder().encode(toHex8(expected)), new TextEncoder().encode(signature)];
  return crypto.subtle.timingSafeEqual(a, b);
}

/** The two ways in which the URLs of a store's cuts are or were signed, as 32 bits. */
interface Signatures {
  /** A word of the image and one of the size (docs/decisions/088-one-signature-an-image.md). */
  of(path: CutPath, signed: CutQuery): number;
  /** An HMAC of its own for each URL, as they were signed before. */
  alone(path: CutPath, signed: CutQuery): number;
}

function openSignatures(secret: string, storeHash: string): Signatures {
  const key = hmacKey(mac(hmacKey(new TextEncoder().encode(secret)), `${STORE_KEY_LABEL}${storeHash}`));
  const sizes = new Map<string, number>();
  let last: { readonly text: string; readonly words: DataView } | undefined;
  const imageWords = (text: string): DataView => {
    if (last?.text !== text) last = { text, words: words(key, text) };
    return last.words;
  };
  const sizeWord = (text: string): number => {
    const word = sizes.get(text) ?? words(key, text).getUint32(0);
    sizes.set(text, word);
    return word;
  };
  return {
    of: ({ gallery, cut, imageId }, { box, changedAtS }) => {
      const image = imageWords(`image of cuts\n${storeHash}\n${gallery}\n${imageId}\n${changedAtS}`);
      const size = sizeWord(`size of a cut\n${storeHash}\n${cut}\n${box.widthPx}.${box.heightPx}`);
      return (image.getUint32(CUTS.indexOf(cut) * 4) ^ size) >>> 0;
    },
    alone: ({ gallery, cut, imageId }, { box, changedAtS }) =>
      words(
        key,
        `cut\n${storeHash}\n${gallery}\n${cut}\n${imageId}\n${box.widthPx}.${box.heightPx}\n${changedAtS}`,
      ).getUint32(0),
  };
}

const mac = (key: HmacKey, text: string): Uint8Array => hmacSha256(key, new TextEncoder().encode(text));
const words = (key: HmacKey, text: string): DataView =>
  new DataView(hmacSha256(key, new TextEncoder().encode(text)).buffer);

const toHex8 = (value: number): string => value.toString(16).padStart(HEX_DIGITS, '0');
