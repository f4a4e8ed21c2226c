import { openWebhookKey, sealWebhookKey } from '../../access/webhook-keys.ts';
import { randomHex } from '../../platform/digest.ts';
import { parseId } from '../../model/ids.ts';
import { checkUrl } from '../../ingest/remote-rules.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';
import { JOB_FINISHED, type Webhook } from '../../jobs/webhooks.ts';
import type { WebhookChange, WebhookWrite } from '../../jobs/webhook-ports.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { webhookBody, webhooksBody } from './bodies.ts';
import { enter, reply, type Answer, type Ctx } from './request-context.ts';
import type { ShoptetFault } from './faults.ts';
import { readBody, readIdempotency } from './read-body.ts';
import { toWireError } from './schema-messages.ts';
import { toWireDate } from './wire-date.ts';

/** As many bits as the signature itself has. */
const SIGNATURE_KEY_BYTES = 20;

type Written = Extract<WebhookWrite, { kind: 'written' }> & {
  readonly storeId: number;
  readonly headers: Record<string, string>;
};

/** GET /api/webhooks */
export async function listWebhooks(c: Ctx): Promise<Response> {
  const access = await enter(c, 'read');
  if (!access.ok) return reply(c, access);
  const webhooks = await c.var.service.webhooks.list(access.value.store.id);
  return reply(c, ok({ data: { webhooks: webhooks.map(toWireWebhook) } }));
}

/** GET /api/webhooks/{id} */
export async function getWebhook(c: Ctx): Promise<Response> {
  const access = await enter(c, 'read');
  if (!access.ok) return reply(c, access);
  const webhooks = await c.var.service.webhooks.list(access.value.store.id);
  const webhook = webhooks.find(({ id }) => String(id) === c.req.param('id'));
  return reply(c, webhook === undefined ? notFound(c) : ok(toAnswer([webhook], {})));
}

/** POST /api/webhooks */
export async function createWebhooks(c: Ctx): Promise<Response> {
  const written = await change(c, async () => {
    const body = await readBody(c, webhooksBody);
    if (!body.ok) return body;
    const webhooks = body.value.data;
    for (const [index, { event, url }] of webhooks.entries()) {
      const checked = checkAddress(c, url, ['data', index, 'url']);
      if (!checked.ok) return checked;
      if (webhooks.findIndex((other) => other.event === event) !== index)
        return fail({ kind: 'webhook-exists', event, index });
    }
    return ok({ kind: 'create', webhooks });
  });
  return reply(
    c,
    written.ok ? ok({ status: 201, ...toAnswer(written.value.webhooks, written.value.headers) }) : written,
  );
}

/** PATCH /api/webhooks/{id} */
export async function updateWebhook(c: Ctx): Promise<Response> {
  const id = parseId(c.req.param('id') ?? '');
  const written = await change(c, async () => {
    const body = await readBody(c, webhookBody);
    if (!body.ok) return body;
    const { event, url } = body.value.data;
    const checked = url === undefined ? ok(undefined) : checkAddress(c, url, ['data', 'url']);
    if (!checked.ok) return checked;
    return id === undefined ? notFound(c) : ok({ kind: 'update', id, event, url });
  });
  if (!written.ok) return reply(c, written);
  const { webhooks, headers } = written.value;
  return reply(c, webhooks.length === 0 ? notFound(c) : ok(toAnswer(webhooks, headers)));
}

/** DELETE /api/webhooks/{id} */
export async function deleteWebhook(c: Ctx): Promise<Response> {
  const id = parseId(c.req.param('id') ?? '');
  let wasThere = false;
  const written = await change(c, async (storeId) => {
    if (id === undefined) return notFound(c);
    wasThere = (await c.var.service.webhooks.list(storeId)).some((webhook) => webhook.id === id);
    return ok({ kind: 'delete', id });
  });
  if (!written.ok) return reply(c, written);
  const { earlierFingerprint, headers } = written.value;
  const isGone = wasThere || earlierFingerprint !== undefined;
  return reply(c, isGone ? ok({ data: null, headers }) : notFound(c));
}

/** POST /api/webhooks/renew-signature-key */
export async function renewKey(c: Ctx): Promise<Response> {
  const written = await change(c, () => Promise.resolve(ok({ kind: 'renew-key' })));
  if (!written.ok) return reply(c, written);
  const { storeId, sealedKey = '', headers } = written.value;
  const signatureKey = await openWebhookKey(c.var.service.config.secretsKeys, storeId, sealedKey);
  if (signatureKey === undefined) return reply(c, fail({ kind: 'signing-unavailable' }));
  return reply(c, ok({ status: 201, data: { signatureKey }, headers }));
}

/** Lets a change in, reads it, and carries it out once for its Idempotency-Key. */
async function change(
  c: Ctx,
  read: (storeId: number) => Promise<Result<WebhookChange, ShoptetFault>>,
): Promise<Result<Written, ShoptetFault>> {
  const access = await enter(c, 'modify');
  if (!access.ok) return access;
  const { store } = access.value;
  const wanted = await read(store.id);
  if (!wanted.ok) return wanted;
  const idempotency = await readIdempotency(c, wanted.value);
  if (!idempotency.ok) return idempotency;
  const record = idempotency.value && { scope: 'webhooks', ...idempotency.value };
  const { config, webhooks } = c.var.service;
  const newKey = await sealWebhookKey(config.secretsKeys, store.id, randomHex(SIGNATURE_KEY_BYTES));
  const needsKey = wanted.value.kind === 'create' || wanted.value.kind === 'renew-key';
  if (needsKey && newKey === undefined) return fail({ kind: 'signing-unavailable' });
  const written = await webhooks.write(store.id, wanted.value, newKey, record);
  // There is one event, so a list of more than one webhook has been refused already.
  if (written.kind === 'event-taken') return fail({ kind: 'webhook-exists', event: JOB_FINISHED, index: 0 });
  const { earlierFingerprint } = written;
  if (earlierFingerprint !== undefined && earlierFingerprint !== record?.fingerprint)
    return fail({ kind: 'key-reused' });
  return ok({
    ...written,
    storeId: store.id,
    headers: earlierFingerprint === undefined ? {} : { 'Idempotency-Replayed': 'true' },
  });
}

/** A webhook is called under the rules of image_url, so one that never could be is refused at once. */
function checkAddress(c: Ctx, url: string, place: readonly PropertyKey[]): Result<undefined, ShoptetFault> {
  const checked = checkUrl(url, { ...c.var.service.urlRules, maxCharacters: MAX_SOURCE_URL_CHARACTERS });
  if (checked.ok) return ok(undefined);
  const reason = checked.fault.kind === 'url-refused' ? checked.fault.reason : 'Invalid URL format';
  return fail({ kind: 'schema-violated', errors: [toWireError(reason, place)] });
}

const notFound = (c: Ctx): Result<never, ShoptetFault> =>
  fail({ kind: 'webhook-not-found', webhookId: c.req.param('id') ?? '' });

const toAnswer = (webhooks: readonly Webhook[], headers: Record<string, string>): Answer => ({
  data: { webhooks: webhooks.map(toWireWebhook) },
  headers,
});

function toWireWebhook({ id, event, url, createdAtMs, updatedAtMs }: Webhook): object {
  return { id, event, url, created: toWireDate(createdAtMs), updated: toWireDate(updatedAtMs) };
}
