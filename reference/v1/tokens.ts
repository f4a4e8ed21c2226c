import * as z from 'zod';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { createTokenSchema, type WireToken } from '../../src/dialects/v1/tokens.ts';
import { API_NAMES, SCOPES } from '../../src/model/access.ts';
import type { Operation } from '../description.ts';
import { bodilessProblems, readProblems, writeProblems } from './problems.ts';
import { done, IDEMPOTENT, pageOf, success, time } from './shared.ts';

const tag = 'Tokens';

const MEMBERS = {
  id: z.string().describe('What the history calls it by.'),
  label: z.string(),
  scope: z.enum(SCOPES),
  apis: z.array(z.enum(API_NAMES)).describe('The APIs that it works for.'),
  createdAt: time,
  expiresAt: time.nullable(),
};
const token = z
  .strictObject(MEMBERS)
  .meta({ id: 'Token', description: 'What is known of a token.' }) satisfies z.ZodType<WireToken>;
const newToken = z
  .strictObject({
    ...MEMBERS,
    token: z
      .string()
      .describe('The token. No other answer shows it but that to a repeat with the same `Idempotency-Key`.'),
  })
  .meta({ id: 'NewToken', description: 'A token that was just made.' }) satisfies z.ZodType<WireToken>;

export const listTokens: Operation = {
  id: 'listTokens',
  tag,
  summary: 'List tokens',
  description: 'Lists the live tokens of the store, the oldest first. This takes the scope `admin`.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: { 200: success('All live tokens.', pageOf(token)), ...readProblems() },
};

export const createToken: Operation = {
  id: 'createToken',
  tag,
  summary: 'Make a token',
  description:
    'Makes a token of the store. It works for the APIs that are named, which the token of the request has to work for as well; without `apis` it works for the same. `bigcommerce` stands for `v3` and `v2`. A store has 100 live tokens at most. This takes the scope `admin`.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': createTokenSchema } },
  answers: {
    201: success('The token.', newToken, 'Idempotency-Replayed'),
    ...writeProblems('too-many-tokens', 'signing-unavailable'),
  },
};

export const revokeToken: Operation = {
  id: 'revokeToken',
  tag,
  summary: 'Revoke a token',
  description: 'Revokes a token with immediate effect, also the one of the request. This takes the scope `admin`.',
  headers: IDEMPOTENT,
  answers: { 204: done('It is revoked.', 'Idempotency-Replayed'), ...bodilessProblems('token-not-found') },
};
