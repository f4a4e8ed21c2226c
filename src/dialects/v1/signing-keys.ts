import type { WriteConditions } from '../../catalogue/commands.ts';
import { MAX_URL_KEYS, type UrlKey, type UrlKeyChange, type UrlKeyWritten } from '../../catalogue/url-keys.ts';
import { newStoreKeyId, storeKeySecret } from '../../delivery/url-keys.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import type { Access } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { labelSchema } from './label.ts';
import { NO_PARAMETERS } from './query.ts';
import { authorizeRequest, readAuthorized, type V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

/** The longest label of a key. */
const MAX_LABEL_CHARACTERS = 100;

/** The body that makes a key. */
export const signingKeySchema = z.strictObject({
  label: labelSchema(MAX_LABEL_CHARACTERS),
});

type Written = Extract<UrlKeyWritten, { kind: 'written' }>;

/** GET /v1/signing-keys: the keys with which the store signs URLs by itself, without their secrets. */
export async function listSigningKeys(c: V1Context): Promise<Result<Response, V1Fault>> {
  const read = await readAuthorized(c, 'admin', NO_PARAMETERS, (digest) => c.get('service').urlKeys.list(digest));
  return read.ok ? ok(Response.json({ items: read.value.value.map(toWireKey), next: null })) : read;
}

/** POST /v1/signing-keys: makes a key. 201 with it and its secret, which no other answer shows. */
export async function createSigningKey(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { signingKeys } = c.get('service').config;
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...jsonBodyStep(signingKeySchema),
    execute: async ({ target, body: { label }, conditions }): Promise<Result<Written, V1Fault>> => {
      const id = newStoreKeyId(signingKeys);
      if (id === undefined) return fail({ kind: 'signing-unavailable' });
      const full = { kind: 'too-many-signing-keys', maxKeys: MAX_URL_KEYS } as const;
      return await execute(c, target, { kind: 'create', id, label }, conditions, full);
    },
    answer: async ({ key, isReplay }, { store }) => {
      const secret = key && (await storeKeySecret(signingKeys, store.hash, key.id));
      if (key === undefined || secret === undefined) return fail({ kind: 'signing-unavailable' });
      return ok(Response.json({ ...toWireKey(key), secret }, { status: 201, headers: replayHeader({ isReplay }) }));
    },
  });
}

/** DELETE /v1/signing-keys/{id}: revokes a key. What it has signed is refused within a minute. */
export async function revokeSigningKey(c: V1Context): Promise<Result<Response, V1Fault>> {
  const id = c.req.param('id') ?? '';
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'admin'),
    ...NO_BODY,
    execute: ({ target, conditions }) =>
      execute(c, target, { kind: 'revoke', id }, conditions, { kind: 'signing-key-not-found', keyId: id }),
    answer: ({ isReplay }) => ok(new Response(null, { status: 204, headers: replayHeader({ isReplay }) })),
  });
}

/** Executes a change, once for its Idempotency-Key. `refused` says why it cannot be made. */
async function execute(
  c: V1Context,
  access: Access,
  change: UrlKeyChange,
  { idempotency }: WriteConditions,
  refused: V1Fault,
): Promise<Result<Written, V1Fault>> {
  const written = await c.get('service').urlKeys.write(access, change, idempotency);
  if (written.kind === 'key-reused') return fail({ kind: 'key-reused' });
  return written.kind === 'refused' ? fail(refused) : ok(written);
}

const toWireKey = ({ id, label, createdAtMs }: UrlKey): object => ({ id, label, createdAt: toWireTime(createdAtMs) });
