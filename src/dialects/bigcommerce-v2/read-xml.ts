import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { V2RequestFault } from './faults.ts';
import { NULL_TEXT } from './write-xml.ts';

/**
 * The most elements that may be open at a time. A body has two levels and a dozen fields, and the parser would recurse
 * until the stack overflows.
 */
const MAX_OPEN_ELEMENTS = 128;

/**
 * Markup in the order in which the parser finds it: whole comments, CDATA sections and instructions, then declarations,
 * end tags and start tags. An element without content (`<a/>`) counts as one that stays open, so the count is never
 * lower than the real nesting.
 */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|(<!)|(<\/)|(<)/g;

/**
 * Reads an XML body. Returns the children of its root element by name, whatever the name of the root; the text NULL
 * becomes null. When a field comes twice, the last one counts, as in JSON.
 *
 * The parser loads no external entities, and expands only the five entities of XML itself. Document types, which could
 * declare entities, are refused, and so is deep nesting, before the parser runs. Fault: body-not-xml.
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

/**
 * Decodes UTF-8 and normalizes line ends, as XML 1.0 requires (2.11); the parser's own way is slow for a great many of
 * them. Returns undefined when the bytes are not UTF-8.
 */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}

/** Returns why a body is refused before it is parsed, or undefined when it may be parsed. */
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
