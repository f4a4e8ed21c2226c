/** The longest key that R2 allows, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/**
 * Returns the key of a file in a store's import folder, `import/{store hash}/{path}`; undefined for a path that would
 * leave the folder, has characters that no file name has, or is too long.
 */
export function importKey(storeHash: string, path: string): string | undefined {
  if (/[\\\p{Cc}]/u.test(path) || !path.isWellFormed()) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || segments.includes('..')) return undefined;
  const key = `import/${storeHash}/${segments.join('/')}`;
  return new TextEncoder().encode(key).length <= MAX_KEY_BYTES ? key : undefined;
}
