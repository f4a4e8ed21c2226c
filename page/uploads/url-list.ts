/** The longest address of a picture, in characters. */
const MAX_URL_CHARACTERS = 2048;

/** What a list of addresses has, one a line. */
export interface UrlList {
  readonly urls: readonly string[];
  /** Lines that are no address of a picture. */
  readonly wrong: readonly { readonly line: number; readonly text: string }[];
}

/** Reads a list of addresses. Empty lines are passed over, and an address that comes again counts once. */
export function readUrls(text: string): UrlList {
  const lines = text
    .split(/\r?\n/)
    .map((each, index) => ({ line: index + 1, text: each.trim() }))
    .filter((each) => each.text !== '');
  return {
    urls: [...new Set(lines.filter((each) => isWebUrl(each.text)).map((each) => each.text))],
    wrong: lines.filter((each) => !isWebUrl(each.text)),
  };
}

const isWebUrl = (text: string): boolean =>
  text.length <= MAX_URL_CHARACTERS && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
