/** Splits a comma-separated list; entries are trimmed, and empty ones are left out. */
export const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** The length from which nobody guesses a secret. */
const MIN_SECRET_CHARACTERS = 16;

/**
 * Returns a secret that is long enough. @throws where it is not.
 *
 * @param name the setting's name, for the error message.
 */
export function checkSecret(name: string, secret: string): string {
  if (secret.length >= MIN_SECRET_CHARACTERS) return secret;
  throw new Error(`${name}: a secret has ${MIN_SECRET_CHARACTERS} characters or more.`);
}

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
      const [, id, secret] = /^([\w-]+):(.*)$/.exec(entry) ?? [];
      if (id === undefined || secret === undefined || secret.length < MIN_SECRET_CHARACTERS) {
        throw new Error(`${name}: each entry is id:secret, the secret of ${MIN_SECRET_CHARACTERS} characters or more.`);
      }
      return [id, secret] as const;
    }),
  );
}
