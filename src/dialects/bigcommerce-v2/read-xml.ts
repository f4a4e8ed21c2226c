import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { V2RequestFault } from './faults.ts';
import { NULL_TEXT } from './write-xml.ts';

/** A body has two levels and a dozen fields; the parser itself would recurse until the stack ends. */
const MAX_OPEN_ELEMENTS = 128;

/**
 * Markup as the parser meets it: comments, sections and instructions whole, then declarations, end tags and start tags.
 * An element without content (`<a/>`) counts as one that stays open: the count is never less than the nesting.
 */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|(<!)|(<\/)|(<)/g;

/**
 * Reads an XML body: the children of its root element, whatever its name, by name; null for the word NULL. The last
 * of two fields of one name counts, as in JSON.
 *
 * The parser knows no external entities and expands none but the five of XML itself; document types, which could
 * declare some, are refused, and so is nesting, before the parser recurses into it. Faults: body-not-xml.
 */
export function parseXmlFields(bytes: Uint8Array): Result<ReadonlyMap<string, string | null>, V2RequestFault> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return malformed('The body is not in UTF-8.');
  const refusal = markupRefusalReason(text);
  if (refusal !== undefined) return malformed(refusal);
  try {
    const { root } = parseXml(text);
    return root === null ? malformed('The body has no element.') : readFields(root);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return malformed(`The body is not well-formed XML: line ${error.line}, column ${error.column}.`);
  }
}

/** Line ends are made one kind first, as XML 1.0 wants it (2.11); the parser's own way is slow for very many. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}

/** Why a body is not handed to the parser, or undefined. */
function markupRefusalReason(text: string): string | undefined {
  let open = 0;
  for (const [, declaration, end, start] of text.matchAll(MARKUP)) {
    if (declaration !== undefined) return 'The body must not have a document type or other declarations.';
    if (end !== undefined) open -= 1;
    if (start !== undefined) open += 1;
    if (open > MAX_OPEN_ELEMENTS) return 'The body is nested too deeply, or has too many fields.';
  }
  return undefined;
}

function readFields(root: XmlElement): Result<ReadonlyMap<string, string | null>, V2RequestFault> {
  const fields = new Map<string, string | null>();
  for (const child of root.children) {
    if (!(child instanceof XmlElement)) continue;
    if (child.children.some((inner) => inner instanceof XmlElement)) {
      return malformed(`The element '${child.name}' must have text only.`);
    }
    fields.set(child.name, child.text === NULL_TEXT ? null : child.text);
  }
  return ok(fields);
}

function malformed(reason: string): { readonly ok: false; readonly fault: V2RequestFault } {
  return fail({ kind: 'body-not-xml', reason });
}
