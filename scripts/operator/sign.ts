import { formatPicturePath, parsePicturePath } from '../../src/delivery/picture-path.ts';
import { signPath } from '../../src/delivery/signature.ts';
import { UsageError } from './arguments.ts';

/**
 * Returns a signed URL for a picture URL of an API's answer, in another size or for the original.
 *
 * @param size `600x400`, or `original`; undefined: the size of the URL.
 * @param signingKeys `id:secret,…`, of which the first one signs.
 */
export async function signUrl(
  pictureUrl: string,
  size: string | undefined,
  expiresInS: number,
  signingKeys: string,
): Promise<string> {
  const url = URL.parse(pictureUrl);
  const path = url === null ? undefined : parsePicturePath(url.pathname);
  if (url === null || path === undefined) throw new UsageError('That is no picture URL of this service.');
  const [first = ''] = signingKeys.split(',');
  const colon = first.indexOf(':');
  if (colon < 1) throw new Error('SIGNING_KEYS must be id:secret as the deployment has it.');
  const [keyId, secret] = [first.slice(0, colon), first.slice(colon + 1)];
  const requested = { ...path, size: size === undefined ? path.size : parseSize(size) };
  const expiresAtS = Math.floor(Date.now() / 1000) + expiresInS;
  if (parsePicturePath(formatPicturePath(requested)) === undefined) {
    throw new UsageError(`There are no pictures of ${size}: a side has 12000 pixels at most.`);
  }
  const mac = await signPath(requested, keyId, secret, expiresAtS);
  return `${url.origin}${formatPicturePath(requested)}?k=${keyId}&e=${expiresAtS}&s=${mac}`;
}

function parseSize(size: string): { widthPx: number; heightPx: number } | 'original' {
  if (size === 'original') return size;
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(size);
  if (match === null) throw new UsageError('A size is WIDTHxHEIGHT in pixels, or original.');
  return { widthPx: Number(match[1]), heightPx: Number(match[2]) };
}
