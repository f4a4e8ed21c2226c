import { Accept } from '@remix-run/headers/accept';
import type { PathSuffix } from '../../http/route-path.ts';
import { writeXml, type XmlValue } from './write-xml.ts';

/** The two forms that answers come in. */
export type WireFormat = PathSuffix;

/**
 * Chooses the form of the answer (BC2-21): the suffix decides; else XML where
 * Accept names it and does not prefer JSON; else JSON, which is also what every wildcard means.
 */
export function negotiateWireFormat(suffix: PathSuffix | undefined, acceptHeader: string | undefined): WireFormat {
  if (suffix !== undefined) return suffix;
  if (acceptHeader === undefined) return 'json';
  const accept = Accept.from(acceptHeader);
  const xmlWeight = Math.max(accept.get('application/xml') ?? 0, accept.get('text/xml') ?? 0);
  return xmlWeight > (accept.get('application/json') ?? 0) ? 'xml' : 'json';
}

/** Something to answer with: what JSON shows, and the root element that XML puts around it. */
export interface WireDocument {
  readonly root: 'image' | 'images' | 'options' | 'errors';
  readonly value: XmlValue;
}

/** The body and its type. */
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
