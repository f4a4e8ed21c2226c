/** The entries of a list with commas. */
export const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/**
 * Secrets by id from `id:secret,id:secret`: the first is used for what is new, all of them for what is there.
 *
 * @param name of the setting, for the message.
 * @throws where an entry is not of that form, or an id has other characters than letters, digits, `-` and `_`.
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
