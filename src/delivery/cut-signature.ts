import type { Box } from '../model/store.ts';
import { toHex8 } from '../platform/digest.ts';
import { hmacKey, hmacSha256, hmacSha256Words, type HmacKey } from '../platform/sha256.ts';
import { type Cut, CUTS, NAMED_QUALITY, type CutPath, type CutQuery } from './cut-path.ts';
import { STORE_KEY_LABEL, type UrlSigningKeys } from './signature.ts';

/** Signs cut URLs of one store. One signer serves all URLs of an answer. */
export interface CutSigner {
  /**
   * Returns a function that signs the URLs of an image in these cuts: it returns their queries,
   * `ff=1&x=…&y=…&q=…&ts=…&sg=…` without the question mark, in the same order.
   */
  open(cuts: readonly CutSize[]): (image: SignedImage) => readonly string[];
}

/** A cut and its box; that of `orig` is 0 × 0. */
export interface CutSize {
  readonly cut: Cut;
  readonly box: Box;
}

/** What a signature says of an image. */
export type SignedImage = Pick<CutPath, 'gallery' | 'imageId'> & Pick<CutQuery, 'changedAtS'>;

/**
 * Creates a signer with the key that new URLs are signed with. Returns undefined in a deployment without keys, which
 * signs nothing.
 */
export function openCutSigner(keys: UrlSigningKeys, storeHash: string): CutSigner | undefined {
  const [secret] = keys.values();
  if (secret === undefined) return undefined;
  const key = storeKey(secret, storeHash);
  return {
    open(cuts) {
      const sizes = cuts.map(({ cut, box }) => ({
        begin: `ff=1&x=${box.widthPx}&y=${box.heightPx}&q=${NAMED_QUALITY}&ts=`,
        at: CUTS.indexOf(cut),
        word: sizeWord(key, storeHash, cut, box),
      }));
      return (image) => {
        const words = imageWords(key, storeHash, image);
        const ts = toHex8(image.changedAtS);
        return sizes.map(({ begin, at, word }) => `${begin}${ts}&sg=${toHex8(signatureOf(words, at, word))}`);
      };
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
    const key = storeKey(secret, path.storeHash);
    if (isSame(sharedSignature(key, path, signed), signature)) return signed;
    if (isSame(ownSignature(key, path, signed), signature)) return signed;
  }
  return 'wrong';
}

/** Compares a signature with the digits of a URL in constant time. */
function isSame(expected: number, signature: string): boolean {
  return crypto.subtle.timingSafeEqual(encoder.encode(toHex8(expected)), encoder.encode(signature));
}

const encoder = new TextEncoder();

/** Derives the key of a store from a secret of the service, as URLs of sizes have it. */
const storeKey = (secret: string, storeHash: string): HmacKey =>
  hmacKey(hmacSha256(hmacKey(encoder.encode(secret)), encoder.encode(`${STORE_KEY_LABEL}${storeHash}`)));

/** The eight words of a signature. */
type Words = ReturnType<typeof hmacSha256Words>;

const wordsOf = (key: HmacKey, text: string): Words => hmacSha256Words(key, encoder.encode(text));

/** Returns eight words that belong to an image, of which each cut has one (docs/decisions/088-one-signature-an-image.md). */
const imageWords = (key: HmacKey, storeHash: string, { gallery, imageId, changedAtS }: SignedImage): Words =>
  wordsOf(key, `image of cuts\n${storeHash}\n${gallery}\n${imageId}\n${changedAtS}`);

/**
 * Returns a signature of the word of an image for a cut, and that of its size. 32 bits are enough (SH-19): cuts are public
 * anyway, and it only proves that `ts` is ours.
 */
const signatureOf = (words: Words, cut: number, size: number): number => ((words[cut] ?? 0) ^ size) >>> 0;

const sizeWord = (key: HmacKey, storeHash: string, cut: Cut, { widthPx, heightPx }: Box): number =>
  wordsOf(key, `size of a cut\n${storeHash}\n${cut}\n${widthPx}.${heightPx}`)[0] ?? 0;

/** Returns the signature of a URL, which is made of what it shares with others. */
function sharedSignature(key: HmacKey, { storeHash, cut, ...image }: CutPath, { box, changedAtS }: CutQuery): number {
  const words = imageWords(key, storeHash, { ...image, changedAtS });
  return signatureOf(words, CUTS.indexOf(cut), sizeWord(key, storeHash, cut, box));
}

/** Returns the signature that a URL had when each had one of its own. */
function ownSignature(
  key: HmacKey,
  { storeHash, gallery, cut, imageId }: CutPath,
  { box, changedAtS }: CutQuery,
): number {
  const size = `${box.widthPx}.${box.heightPx}`;
  const words = wordsOf(key, `cut\n${storeHash}\n${gallery}\n${cut}\n${imageId}\n${size}\n${changedAtS}`);
  return signatureOf(words, 0, 0);
}
