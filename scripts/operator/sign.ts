import { formatPicturePath, parsePicturePath } from '../../src/delivery/picture-path.ts';
import { signPath } from '../../src/delivery/signature.ts';

/**
 * Makes a signed URL of a picture URL that an API answered with, in another size or as the original.
 *
 * @param size `600x400`, or `original`; undefined keeps the URL's own.
 * @param signingKeys `id:secret,…`; the first one signs.
 */
export async function signUrl(
  pictureUrl: string,
  size: string | undefined,
  expiresInS: number,
  signingKeys: string,
): Promise<string> {
  const url = new URL(pictureUrl);
  const path = parsePicturePath(url.pathname);
  if (path === undefined) throw new Error('That is no picture URL of this service.');
  const [first = ''] = signingKeys.split(',');
  const colon = first.indexOf(':');
  if (colon < 1) throw new Error('SIGNING_KEYS must be id:secret as the deployment has it.');
  const [keyId, secret] = [first.slice(0, colon), first.slice(colon + 1)];
  const wanted = { ...path, size: size === undefined ? path.size : parseSize(size) };
  const expiresAtS = Math.floor(Date.now() / 1000) + expiresInS;
  const mac = await signPath(wanted, keyId, secret, expiresAtS);
  return `${url.origin}${formatPicturePath(wanted)}?k=${keyId}&e=${expiresAtS}&s=${mac}`;
}

function parseSize(size: string): { widthPx: number; heightPx: number } | 'original' {
  if (size === 'original') return size;
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(size);
  if (match === null) throw new Error('A size is WIDTHxHEIGHT in pixels, or original.');
  return { widthPx: Number(match[1]), heightPx: Number(match[2]) };
}
