/** How many bytes are searched for the start of a page, which may follow white space and a byte order mark. */
const SNIFFED_BYTES = 512;

const HTML_START = /^\s*(?:<!doctype\s+html|<html|<head|<body|<script)[\s>]/i;

/**
 * Returns whether the bytes begin as an HTML page. The Content-Type does not count, because some servers send every
 * file as text/html.
 */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  // The decoder must not be fatal, because the searched bytes may end within a character.
  const beginning = new TextDecoder().decode(bytes.subarray(0, SNIFFED_BYTES));
  return HTML_START.test(beginning);
}
