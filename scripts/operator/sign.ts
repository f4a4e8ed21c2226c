import { formatPicturePath, parsePicturePath } from '../../src/delivery/picture-path.ts';
import { parseSize, type PictureSize } from '../../src/delivery/picture-size.ts';
import { signPath } from '../../src/delivery/signature.ts';
import { UsageError } from './arguments.ts';

/**
 * Returns a signed URL for a picture URL of an API's answer, in another size or for the original.
 *
 * @param size as `readSizeOption` reads it; undefined: the size of the URL.
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
  const requested = { ...path, size: size === undefined ? path.size : readSizeOption(size) };
  const expiresAtS = Math.floor(Date.now() / 1000) + expiresInS;
  const mac = await signPath(requested, keyId, secret, expiresAtS);
  return `${url.origin}${formatPicturePath(requested)}?k=${keyId}&e=${expiresAtS}&s=${mac}`;
}

/** Parses `600x400`, `600x400.cover`, `600x400.pad-ffffff`, a width such as `640`, and `original`. */
function readSizeOption(text: string): PictureSize | 'original' {
  if (text === 'original') return text;
  const size = parseSize(/^\d+$/.test(text) ? `${text}.0` : text.replace('x', '.'));
  if (size !== undefined) return size;
  throw new UsageError(
    'A size is WIDTHxHEIGHT or WIDTH in pixels, 12000 at most, with .cover or .pad-RRGGBB after it, or original.',
  );
}
