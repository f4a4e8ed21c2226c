import { fromBase64Url, toBase64Url } from '../../platform/base64url.ts';
import * as z from '../../platform/schema.ts';

/** How many items a page has by default, and at most. */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 250;

/** The longest cursor, in characters; those that we make are far shorter. */
const MAX_CURSOR_CHARACTERS = 1000;

const LIMIT_MESSAGE = `It is a whole number from 1 to ${MAX_LIMIT}.`;

/** The parameter `limit` of every list. */
export const limitParameter = z._default(
  z.pipe(
    z.pipe(z.string().check(z.regex(/^[1-9]\d{0,2}$/, LIMIT_MESSAGE)), z.transform(Number)),
    z.int().check(z.maximum(MAX_LIMIT, LIMIT_MESSAGE)),
  ),
  DEFAULT_LIMIT,
);

/**
 * Returns the parameters of a list, to be spread into the schema of its query: `limit`, and a `cursor` that clients do
 * not look into.
 *
 * @param position the schema of what the cursor says of the last row of the page before, such as its id.
 */
export const pageParameters = <Position>(position: z.ZodMiniType<Position>) => ({
  limit: limitParameter,
  cursor: z.optional(
    z.pipe(
      z.string(),
      z.transform((text, context): Position => {
        const parsed = position.safeParse(parseCursor(text));
        if (parsed.success) return parsed.data;
        context.issues.push({ code: 'custom', input: text, message: 'It is not a cursor of this list.' });
        return z.NEVER;
      }),
    ),
  ),
});

/** Returns the cursor that stands for a position: its JSON in base64url. */
export function toCursor(position: object): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(position)));
}

/** A list as it is answered; `next` is the cursor of the page after it, or null on the last one. */
export interface WirePage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/**
 * Returns a page as it is answered.
 *
 * @param rows one row more than `size`, where there are so many.
 */
export function toWirePage<Row, Item>(
  rows: readonly Row[],
  size: number,
  toItem: (row: Row) => Item,
  toPosition: (row: Row) => object,
): WirePage<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const next = rows.length > size && last !== undefined ? toCursor(toPosition(last)) : null;
  return { items: shown.map(toItem), next };
}

/** Parses the JSON in a cursor; undefined where there is none. */
function parseCursor(text: string): unknown {
  if (text.length > MAX_CURSOR_CHARACTERS) return undefined;
  try {
    const json: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(fromBase64Url(text)),
    );
    return json;
  } catch {
    return undefined;
  }
}
