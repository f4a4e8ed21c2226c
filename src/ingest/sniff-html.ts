/** Bytes that are looked at: white space and a byte order mark may come first. */
const SNIFFED_BYTES = 512;

const HTML_START = /^\s*(?:<!doctype\s+html|<html|<head|<body|<script)[\s>]/i;

/** Whether bytes begin as an HTML page, whatever their Content-Type says: some servers call every file text/html. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  // Not fatal, because the cut may fall within a character.
  const beginning = new TextDecoder().decode(bytes.subarray(0, SNIFFED_BYTES));
  return HTML_START.test(beginning);
}
