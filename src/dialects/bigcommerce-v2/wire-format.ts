import { Accept } from '@remix-run/headers/accept';
import type { PathSuffix } from '../../http/route-path.ts';
import { boundedHeader } from '../../platform/header-text.ts';
import { writeXml, type XmlValue } from './write-xml.ts';

/** The two formats of answers. */
export type WireFormat = PathSuffix;

/**
 * Chooses the format of the answer (BC2-21). A suffix of the path decides. Without one, the answer is XML when Accept
 * names XML and does not prefer JSON. Otherwise, and for every wildcard, it is JSON.
 */
export function negotiateWireFormat(suffix: PathSuffix | undefined, acceptHeader: string | undefined): WireFormat {
  if (suffix !== undefined) return suffix;
  const header = boundedHeader(acceptHeader);
  if (header === undefined) return 'json';
  const accept = Accept.from(header);
  const xmlWeight = Math.max(accept.get('application/xml') ?? 0, accept.get('text/xml') ?? 0);
  return xmlWeight > (accept.get('application/json') ?? 0) ? 'xml' : 'json';
}

/** An answer in either format: the value that JSON shows, and the root element that XML adds. */
export interface WireDocument {
  readonly root: 'image' | 'images' | 'options' | 'errors';
  readonly value: XmlValue;
}

/** Returns the body and its Content-Type. */
export function writeDocument(
  { root, value }: WireDocument,
  format: WireFormat,
): { body: string; contentType: string } {
  switch (format) {
    case 'json':
      return { body: JSON.stringify(value), contentType: 'application/json' };
    case 'xml':
      return { body: writeXml(root, value), contentType: 'application/xml; charset=utf-8' };
    default:
      return format satisfies never;
  }
}
