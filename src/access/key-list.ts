/** Splits a comma-separated list; entries are trimmed, and empty ones are left out. */
export const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/**
 * Parses `id:secret,id:secret` into secrets by id, in their order. New data is signed or sealed with the first;
 * existing data may have been with any of them.
 *
 * @param name the setting's name, for the error message.
 * @throws where an entry is not of that form, a secret is shorter than 16 characters, or an id has other characters
 * than letters, digits, `-` and `_`.
 */
export function readKeys(name: string, list: string): ReadonlyMap<string, string> {
  return new Map(
    splitList(list).map((entry) => {
      const [, id, secret] = /^([\w-]+):(.{16,})$/.exec(entry) ?? [];
      if (id === undefined || secret === undefined) {
        throw new Error(`${name}: each entry is id:secret, the secret of 16 characters or more.`);
      }
      return [id, secret] as const;
    }),
  );
}
