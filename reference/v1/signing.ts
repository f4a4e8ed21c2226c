import * as z from 'zod';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { signSchema } from '../../src/dialects/v1/sign.ts';
import { signingKeySchema } from '../../src/dialects/v1/signing-keys.ts';
import type { Operation } from '../description.ts';
import { bodilessProblems, readProblems, writeProblems } from './problems.ts';
import { done, IDEMPOTENT, pageOf, success, time } from './shared.ts';

const tag = 'Signing';

const KEY_MEMBERS = { id: z.string(), label: z.string(), createdAt: time };
const key = z.strictObject(KEY_MEMBERS).meta({ id: 'SigningKey', description: 'A key that signs URLs of the store.' });
const newKey = z
  .strictObject({ ...KEY_MEMBERS, secret: z.string().describe('No other answer shows it.') })
  .meta({ id: 'NewSigningKey', description: 'A key with its secret.' });

export const signUrls: Operation = {
  id: 'signUrls',
  tag,
  summary: 'Sign URLs',
  description:
    'Signs up to 250 URLs of pictures of the store: in other sizes, of the file as it was uploaded, or to be stored by browsers. They are valid for a year at most.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': signSchema } },
  answers: {
    200: success(
      'The signed URLs in the order of the request.',
      z.strictObject({ urls: z.array(z.url()), expiresAt: time }),
    ),
    ...writeProblems('signing-unavailable'),
  },
};

export const listSigningKeys: Operation = {
  id: 'listSigningKeys',
  tag,
  summary: 'List signing keys',
  description: 'Lists the keys with which the store signs URLs by itself. This takes the scope `admin`.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: {
    200: success('All keys, without their secrets.', pageOf(key)),
    ...readProblems(),
  },
};

export const createSigningKey: Operation = {
  id: 'createSigningKey',
  tag,
  summary: 'Make a signing key',
  description: 'Makes a key with which the store signs URLs by itself. A store has 20 at most.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': signingKeySchema } },
  answers: {
    201: success('The key and its secret, which no other answer shows.', newKey, 'Idempotency-Replayed'),
    ...writeProblems('too-many-signing-keys', 'signing-unavailable'),
  },
};

export const revokeSigningKey: Operation = {
  id: 'revokeSigningKey',
  tag,
  summary: 'Revoke a signing key',
  description: 'Revokes a key. What it has signed is refused within a minute.',
  headers: IDEMPOTENT,
  answers: {
    204: done('It is revoked.', 'Idempotency-Replayed'),
    ...bodilessProblems('signing-key-not-found'),
  },
};
