import * as z from 'zod';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { sessionSchema, type WireSession } from '../../src/dialects/v1/session.ts';
import { API_NAMES, SCOPES } from '../../src/model/access.ts';
import type { Operation } from '../description.ts';
import { openProblems, readProblems } from './problems.ts';
import { done, success, time } from './shared.ts';

const tag = 'Session';

const session = z
  .strictObject({
    tokenId: z.string(),
    label: z.string().describe('The label of the token.'),
    scope: z.enum(SCOPES),
    apis: z.array(z.enum(API_NAMES)).describe('The APIs that the token works for.'),
    store: z.strictObject({ hash: z.string(), name: z.string() }),
    endsAt: time.nullable().describe('When the session ends; null for a caller with a token.'),
  })
  .meta({ id: 'Session', description: 'Who the caller is.' }) satisfies z.ZodType<WireSession>;

export const getSession: Operation = {
  id: 'getSession',
  tag,
  summary: 'Get who you are',
  description: 'Returns what the token of the request, or of the session, may do, and its store.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: { 200: success('The caller.', session), ...readProblems() },
};

export const createSession: Operation = {
  id: 'createSession',
  tag,
  summary: 'Begin a session',
  description:
    'Begins a session of a browser with a token. The cookie lasts eight hours, is sent to pages of this service alone, and can be read by no script. Requests with the cookie need no token; writes have to come from a page of this service.',
  isOpen: true,
  body: { contents: { 'application/json': sessionSchema } },
  answers: {
    200: success('The caller. The cookie is in `Set-Cookie`.', session, 'Set-Cookie'),
    ...openProblems(
      'cross-site',
      'token-empty',
      'token-unknown',
      'scope-missing',
      'quota-exceeded',
      'body-not-json',
      'body-malformed',
      'body-mistaken',
      'body-too-large',
      'body-invalid',
      'in-maintenance',
      'overloaded',
      'signing-unavailable',
    ),
  },
};

export const deleteSession: Operation = {
  id: 'deleteSession',
  tag,
  summary: 'End a session',
  description: 'Takes the cookie of a session away, whether or not there is one.',
  isOpen: true,
  answers: {
    204: done('There is no session any more.', 'Set-Cookie'),
    ...openProblems('in-maintenance', 'parameters-invalid'),
  },
};
