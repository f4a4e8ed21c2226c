/** Bytes of an R2 key. */
const MAX_KEY_BYTES = 1024;

/**
 * The key of a file in a store's import folder, `import/{store hash}/{path}`. A path that would leave the folder, or
 * that no folder on a disk could hold, has none: undefined.
 */
export function importKey(storeHash: string, path: string): string | undefined {
  if (/[\\\p{Cc}]/u.test(path) || !path.isWellFormed()) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || segments.includes('..')) return undefined;
  const key = `import/${storeHash}/${segments.join('/')}`;
  return new TextEncoder().encode(key).length <= MAX_KEY_BYTES ? key : undefined;
}
