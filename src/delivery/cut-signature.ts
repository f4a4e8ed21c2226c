import type { CutPath, CutQuery } from './cut-path.ts';
import { NAMED_QUALITY } from './cut-path.ts';
import { deriveStoreKey, type UrlSigningKeys } from './signature.ts';

/** Signs cut URLs of one store. One signer serves all URLs of an answer. */
export interface CutSigner {
  /** Returns the query of a signed URL, `ff=1&x=…&y=…&q=…&ts=…&sg=…`, without the question mark. */
  query(path: CutPath, signed: CutQuery): Promise<string>;
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
export async function openCutSigner(keys: UrlSigningKeys, storeHash: string): Promise<CutSigner | undefined> {
  const [secret] = keys.values();
  if (secret === undefined) return undefined;
  const key = await deriveStoreKey(secret, storeHash);
  return {
    async query(path, signed) {
      const signature = await signatureOf(key, path, signed);
      const { widthPx, heightPx } = signed.box;
      return `ff=1&x=${widthPx}&y=${heightPx}&q=${NAMED_QUALITY}&ts=${toHex8(signed.changedAtS)}&sg=${signature}`;
    },
  };
}

/**
 * Reads and verifies the query of a cut URL. Returns undefined when it has no signature, and 'wrong' when the signature
 * or a parameter is not valid, as every signature is in a deployment without keys.
 */
export async function readCutQuery(
  query: URLSearchParams,
  path: CutPath,
  keys: UrlSigningKeys,
): Promise<CutQuery | 'wrong' | undefined> {
  const signature = query.get('sg');
  if (signature === null) return undefined;
  const [x, y, ts] = [query.get('x') ?? '', query.get('y') ?? '', query.get('ts') ?? ''];
  const isWellFormed = /^\d{1,5}$/.test(x) && /^\d{1,5}$/.test(y) && /^[0-9a-f]{8}$/.test(ts);
  if (!isWellFormed || query.get('q') !== String(NAMED_QUALITY) || !/^[0-9a-f]{8}$/.test(signature)) return 'wrong';
  const signed = { box: { widthPx: Number(x), heightPx: Number(y) }, changedAtS: Number.parseInt(ts, 16) };
  for (const secret of keys.values()) {
    const expected = await signatureOf(await deriveStoreKey(secret, path.storeHash), path, signed);
    const [a, b] = [new TextEncoder().encode(expected), new TextEncoder().encode(signature)];
    if (crypto.subtle.timingSafeEqual(a, b)) return signed;
  }
  return 'wrong';
}

async function signatureOf(
  key: Awaited<ReturnType<typeof deriveStoreKey>>,
  { storeHash, gallery, cut, imageId }: CutPath,
  { box, changedAtS }: CutQuery,
): Promise<string> {
  const text = `cut\n${storeHash}\n${gallery}\n${cut}\n${imageId}\n${box.widthPx}.${box.heightPx}\n${changedAtS}`;
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return toHex8(new DataView(mac).getUint32(0));
}

const toHex8 = (value: number): string => value.toString(16).padStart(HEX_DIGITS, '0');
