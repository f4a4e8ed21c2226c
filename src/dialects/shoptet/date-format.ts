import { isoSeconds } from '../../platform/time-text.ts';

/**
 * Formats a time as `2018-05-29T09:02:27+0000`: whole seconds, no `Z`, and no colon in the offset. The vendor's client
 * throws on any other form.
 */
export function toWireDate(timeMs: number): string {
  return `${isoSeconds(timeMs)}+0000`;
}

const WIRE_DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[ +-]\d\d:?\d\d)$/;

/**
 * Reads a date of a query. Returns Unix time in milliseconds, or undefined when the text is not a date. A space before
 * the offset stands for a plus sign that was not encoded.
 */
export function parseWireDate(text: string): number | undefined {
  const match = WIRE_DATE.exec(text);
  if (match === null) return undefined;
  const [, time = '', zone = ''] = match;
  const offset = zone.replace(' ', '+').replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const timeMs = Date.parse(`${time}${offset}`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
