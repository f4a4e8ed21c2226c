import * as z from 'zod';
import { IMAGE_KEYS } from '../../src/dialects/store/image.ts';
import { MEDIA_KEYS } from '../../src/dialects/store/media.ts';
import { IMAGE_QUERY_FIELDS, MEDIA_QUERY_FIELDS } from '../../src/dialects/store/query/fields.ts';
import type { Json, Operation } from '../description.ts';

type Query = NonNullable<Operation['query']>;

const text = z.string().optional();
const names = (all: readonly string[]): string => all.map((name) => `\`${name}\``).join(', ');

/** A text, such as one of these. */
const exampleTexts = (...examples: readonly string[]): Json => ({ type: 'string', examples });

/** The parameters that every read has: which fields are shown, and what signs the call. */
const SIGNATURE = {
  schema: { signature: text, timestamp: text, fingerprint: text },
  about: {
    signature: { description: 'Of a signed call: the signature of the session.' },
    timestamp: { description: 'Of a signed call: the time by ISO 8601, within 2 minutes.' },
    fingerprint: { description: 'Of a signed call: its fingerprint.' },
  },
};

const fieldsOf = (keys: readonly string[]) => ({
  description: `The members to show, separated by commas: some of ${names(keys)}, or \`_basic_\` for all.`,
  schema: exampleTexts('id,url', '_basic_'),
});

function listQuery(keys: readonly string[], queryFields: object): Query {
  const fields = names(Object.keys(queryFields));
  return {
    schema: z.object({ page: text, limit: text, order: text, query: text, fields: text, ...SIGNATURE.schema }),
    about: {
      page: { description: 'The page, counted from 1.', schema: { type: 'integer', minimum: 1, default: 1 } },
      limit: {
        description: 'How many rows a page has; more than 50 is lowered to 50.',
        schema: { type: 'integer', minimum: 1, default: 20 },
      },
      order: {
        description: `The order, such as \`id:desc\`, by up to five of ${fields}.`,
        schema: exampleTexts('id:desc', 'width:asc,id:desc'),
      },
      query: {
        description: `A filter, such as \`id_min:1 AND id_max:20\`, by ${fields}.`,
        schema: exampleTexts('id_min:1 AND id_max:20', 'alt_text[sw]:A'),
      },
      fields: fieldsOf(keys),
      ...SIGNATURE.about,
    },
  };
}

const rowQuery = (keys: readonly string[]): Query => ({
  schema: z.object({ fields: text, ...SIGNATURE.schema }),
  about: { fields: fieldsOf(keys), ...SIGNATURE.about },
});

export const IMAGE_LIST = listQuery(IMAGE_KEYS, IMAGE_QUERY_FIELDS);
export const ONE_IMAGE = rowQuery(IMAGE_KEYS);
export const MEDIA_LIST = listQuery(MEDIA_KEYS, MEDIA_QUERY_FIELDS);
export const ONE_MEDIA = rowQuery(MEDIA_KEYS);

/** The query of a call without a body and without rows. */
export const SIGNED: Query = { schema: z.object(SIGNATURE.schema), about: SIGNATURE.about };
