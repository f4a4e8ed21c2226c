/** The extension of each type that pictures are served as. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

const EXTENSION = /\.[a-z0-9]{1,8}$/i;

/** The most characters of a name: what metadata of the bucket and headers hold with room to spare, however it is encoded. */
const MAX_NAME_CHARACTERS = 100;

/**
 * Returns the value of Content-Disposition (RFC 6266) for a file that was uploaded as `originalName` and is served as
 * `contentType`: its name, with the extension of what is served. Names beyond ASCII come encoded as well.
 *
 * @param contentType undefined: the file itself is served, and keeps its name.
 */
export function contentDisposition(
  kind: 'inline' | 'attachment',
  originalName: string,
  contentType: string | undefined,
): string {
  const extension = contentType === undefined ? undefined : EXTENSIONS[contentType];
  const stem = originalName.replace(EXTENSION, '');
  const name =
    extension === undefined
      ? originalName
      : `${Array.from(stem).slice(0, MAX_NAME_CHARACTERS).join('').trim() || 'image'}.${extension}`;
  const asciiName = name.replaceAll(/[^\w. -]/g, '_');
  const fullName = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, percentEncode);
  return `${kind}; filename="${asciiName}"; filename*=UTF-8''${fullName}`;
}

const percentEncode = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Makes browsers store an answer as a file instead of showing it. */
export function toDownload(headers: Headers): void {
  const disposition = headers.get('Content-Disposition');
  if (disposition !== null) headers.set('Content-Disposition', disposition.replace(/^inline/, 'attachment'));
}
