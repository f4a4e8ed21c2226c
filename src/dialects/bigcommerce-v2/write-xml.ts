/** A value that can be written as XML: the types of JSON. */
export type XmlValue =
  string | number | boolean | null | readonly XmlValue[] | { readonly [name: string]: XmlValue | undefined };

/** The text that stands for null (BC2-22). */
export const NULL_TEXT = 'NULL';

/** The names of the elements of each list. */
const ITEM_NAMES: Readonly<Record<string, string>> = { images: 'image', fields: 'field', errors: 'error' };

/** Returns an XML document with `root` around `value`. The elements of a list are named after the list. */
export function writeXml(root: string, value: XmlValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}\n`;
}

function element(name: string, value: XmlValue): string {
  return `<${name}>${content(name, value)}</${name}>`;
}

function content(name: string, value: XmlValue): string {
  if (value === null) return NULL_TEXT;
  if (typeof value === 'string') return escapeText(value);
  if (typeof value !== 'object') return String(value);
  let text = '';
  if (isList(value)) {
    for (const item of value) text += element(ITEM_NAMES[name] ?? 'item', item);
    return text;
  }
  for (const child of Object.keys(value)) {
    const inner = value[child];
    if (inner !== undefined) text += element(child, inner);
  }
  return text;
}

/** A type guard, because Array.isArray does not narrow read-only arrays. */
const isList = (value: object): value is readonly XmlValue[] => Array.isArray(value);

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/**
 * Characters that XML 1.0 does not allow, not even escaped: control characters except tab and line ends, and two
 * noncharacters.
 */
// oxlint-disable-next-line no-control-regex
const NOT_XML_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** What has to be looked at more closely: characters to escape, those that are not allowed, and halves of others. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u0008\u000b-\u001f&<>\ud800-\udfff\ufffe\uffff]/;

/** Escapes a text for XML. Characters that XML does not allow become U+FFFD, so that the rest can be read. */
function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .toWellFormed()
    .replace(NOT_XML_CHARACTERS, '\ufffd')
    .replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}
