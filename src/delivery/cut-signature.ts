import type { CutPath, CutQuery } from './cut-path.ts';
import { NAMED_QUALITY } from './cut-path.ts';
import { deriveStoreKey, type UrlSigningKeys } from './signature.ts';

/** Signs names of one store; opened once for all names of an answer. */
export interface CutSigner {
  /** `ff=1&x=…&y=…&q=…&ts=…&sg=…`, without the question mark. */
  query(path: CutPath, signed: CutQuery): Promise<string>;
}

/** Hex digits of a signature (SH-19). It opens nothing that is not public, it only vouches for `ts`. */
const HEX_DIGITS = 8;

/** Where a deployment has no keys: its cuts are public all the same. */
const FALLBACK_SECRET = 'vitrine-without-signing-keys';

const secretsOf = (keys: UrlSigningKeys): readonly string[] =>
  keys.size === 0 ? [FALLBACK_SECRET] : [...keys.values()];

/** Opens a signer with the key that new URLs are signed with. */
export async function openCutSigner(keys: UrlSigningKeys, storeHash: string): Promise<CutSigner> {
  const key = await deriveStoreKey(secretsOf(keys)[0] ?? FALLBACK_SECRET, storeHash);
  return {
    async query(path, signed) {
      const signature = await signatureOf(key, path, signed);
      const { widthPx, heightPx } = signed.box;
      return `ff=1&x=${widthPx}&y=${heightPx}&q=${NAMED_QUALITY}&ts=${toHex8(signed.changedAtS)}&sg=${signature}`;
    },
  };
}

/** Reads and checks a name's query: undefined without one, 'wrong' where it is not one that we made. */
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
  for (const secret of secretsOf(keys)) {
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
