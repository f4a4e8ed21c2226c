import { sealToken, unsealToken } from '../../access/sealed-secrets.ts';
import { hashToken, newToken } from '../../access/token.ts';
import type { WriteConditions } from '../../catalogue/commands.ts';
import { MAX_TOKENS, type TokenChange, type TokenFacts, type TokenWritten } from '../../catalogue/tokens.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import { type Access, API_NAMES, type ApiName, type Scope, SCOPES } from '../../model/access.ts';
import { newShortId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import type { WirePage } from './paging.ts';
import { labelSchema } from './label.ts';
import { NO_PARAMETERS } from './query.ts';
import { authorizeRequest, readAuthorized, type V1Context } from './request-context.ts';
import { isWireTime, toWireTime } from './wire-time.ts';

const MAX_LABEL_CHARACTERS = 100;

/** The body: what the token allows, and where it works; without `apis`, where the caller's own does. */
export const createTokenSchema = z.strictObject({
  label: labelSchema(MAX_LABEL_CHARACTERS),
  scope: z.enum(SCOPES),
  apis: z.optional(
    z.pipe(
      z.array(z.enum([...API_NAMES, 'bigcommerce'])).check(z.minLength(1)),
      z.transform((names) => API_NAMES.filter((api) => names.some((name) => covers(name, api)))),
    ),
  ),
  expiresAt: z.optional(
    z.nullable(
      z.pipe(
        z.stringFormat('date-time', isWireTime, 'It has to be a time such as 2026-01-31T12:00:00Z.'),
        z.transform((text) => Date.parse(text)),
      ),
    ),
  ),
});

type Body = z.output<typeof createTokenSchema>;
type Written = Extract<TokenWritten, { kind: 'written' }>;

/** A token as it is shown; `token` itself only in the answer to its making. */
export interface WireToken {
  readonly id: string;
  readonly label: string;
  readonly scope: Scope;
  readonly apis: readonly ApiName[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly token?: string;
}

/** Whether a name in a request stands for an API: `bigcommerce` is both of its versions. */
const covers = (name: ApiName | 'bigcommerce', api: ApiName): boolean =>
  name === api || (name === 'bigcommerce' && (api === 'v3' || api === 'v2'));

/** GET /v1/tokens: the live tokens of the store. */
export async function listTokens(c: V1Context): Promise<Result<Response, V1Fault>> {
  const read = await readAuthorized(c, 'admin', NO_PARAMETERS, (digest) => c.get('service').tokens.list(digest));
  if (!read.ok) return read;
  const page: WirePage<WireToken> = { items: read.value.value.map(toWireToken), next: null };
  return ok(Response.json(page));
}

/** POST /v1/tokens: makes a token. 201 with it, which no other answer shows but that to a repeat of the request. */
export async function createToken(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { secretsKeys } = c.get('service').config;
  const token = newToken();
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...jsonBodyStep(createTokenSchema),
    execute: async ({ target, body, conditions }): Promise<Result<Written, V1Fault>> => {
      const refused = checkBody(body, target, c.get('service').ports.nowMs());
      if (refused !== undefined) return fail(refused);
      const isKeyed = conditions.idempotency !== undefined;
      const sealedToken = isKeyed ? await sealToken(secretsKeys, target.store.id, token) : undefined;
      if (isKeyed && sealedToken === undefined) return fail({ kind: 'signing-unavailable' });
      const { label, scope, apis = target.apis, expiresAt } = body;
      const digest = await hashToken(token);
      const facts = { id: newShortId(), label, scope, apis, expiresAtMs: expiresAt ?? undefined, digest, sealedToken };
      const full = { kind: 'too-many-tokens', maxTokens: MAX_TOKENS } as const;
      return await execute(c, target, { kind: 'create', token: facts }, conditions, full);
    },
    answer: async ({ token: facts, sealedToken, isReplay }, { store }) => {
      const shown = isReplay ? await unsealToken(secretsKeys, store.id, sealedToken ?? '') : token;
      if (facts === undefined || shown === undefined) return fail({ kind: 'signing-unavailable' });
      const body: WireToken = { ...toWireToken(facts), token: shown };
      return ok(Response.json(body, { status: 201, headers: replayHeader({ isReplay }) }));
    },
  });
}

/** DELETE /v1/tokens/{id}: revokes a token, with immediate effect, also where it is the caller's own. */
export async function revokeToken(c: V1Context): Promise<Result<Response, V1Fault>> {
  const id = c.req.param('id') ?? '';
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...NO_BODY,
    execute: ({ target, conditions }): Promise<Result<Written, V1Fault>> =>
      execute(c, target, { kind: 'revoke', id }, conditions, { kind: 'token-not-found', tokenId: id }),
    answer: ({ isReplay }) => ok(new Response(null, { status: 204, headers: replayHeader({ isReplay }) })),
  });
}

/** A token cannot make one that works where it does not work itself, and no token begins as one that has expired. */
function checkBody({ apis = [], expiresAt }: Body, caller: Access, nowMs: number): V1Fault | undefined {
  const stray = apis.find((api) => !caller.apis.includes(api));
  const errors = [
    ...(stray === undefined ? [] : [{ pointer: '/apis', detail: `Your own token does not work for ${stray}.` }]),
    ...(expiresAt != null && expiresAt <= nowMs ? [{ pointer: '/expiresAt', detail: 'It is a time to come.' }] : []),
  ];
  return errors.length === 0 ? undefined : { kind: 'body-invalid', errors };
}

/** Executes a change, once for its Idempotency-Key. `refused` says why it cannot be made. */
async function execute(
  c: V1Context,
  access: Access,
  change: TokenChange,
  { idempotency }: WriteConditions,
  refused: V1Fault,
): Promise<Result<Written, V1Fault>> {
  const written = await c.get('service').tokens.write(access, change, idempotency);
  if (written.kind === 'key-reused') return fail({ kind: 'key-reused' });
  return written.kind === 'refused' ? fail(refused) : ok(written);
}

const toWireToken = ({ id, label, scope, apis, createdAtMs, expiresAtMs }: TokenFacts): WireToken => ({
  id,
  label,
  scope,
  apis,
  createdAt: toWireTime(createdAtMs),
  expiresAt: expiresAtMs === undefined ? null : toWireTime(expiresAtMs),
});
