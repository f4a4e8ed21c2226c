import { sealWebhookKey, unsealWebhookKey } from '../../access/sealed-secrets.ts';
import type { WriteConditions } from '../../catalogue/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import { checkUrl } from '../../ingest/url-rules.ts';
import { type EventWebhookChange, type EventWebhookWritten, MAX_WEBHOOKS } from '../../jobs/event-webhooks.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';
import type { Access, Scope } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { pageParameters, toWirePage } from './paging.ts';
import { authorizeRequest, readAuthorized, type V1Context } from './request-context.ts';
import { newWebhookSecret } from './standard-webhook.ts';
import { createSchema, replaySchema, toWireDelivery, toWireWebhook, updateSchema } from './webhook.ts';

/** What a token has to allow for all that has to do with webhooks: their URLs can have secrets in them. */
const WEBHOOK_SCOPE: Scope = 'admin';

/** The parameters of both lists of webhooks. */
export const webhooksQuery = z.strictObject(pageParameters(z.strictObject({ id: z.int() })));

type Handled = Promise<Result<Response, V1Fault>>;
type Written = Extract<EventWebhookWritten, { kind: 'written' }>;

/** GET /v1/webhooks: the webhooks of the store. */
export async function listWebhooks(c: V1Context): Handled {
  const read = await readAuthorized(c, WEBHOOK_SCOPE, webhooksQuery, (digest, { cursor, limit }) =>
    c.get('service').eventWebhooks.list(digest, { afterId: cursor?.id ?? 0, limit: limit + 1 }),
  );
  if (!read.ok) return read;
  const { value: webhooks, query } = read.value;
  return ok(Response.json(toWirePage(webhooks, query.limit, toWireWebhook, ({ id }) => ({ id }))));
}

/** POST /v1/webhooks: creates a webhook. 201 with it and its secret, which no other answer shows. */
export async function createWebhook(c: V1Context): Handled {
  const { config, origin } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, WEBHOOK_SCOPE),
    ...jsonBodyStep(createSchema),
    execute: async ({ target, body, conditions }): Promise<Result<Written, V1Fault>> => {
      const { url, events } = body;
      const checked = checkWebhookUrl(c, url);
      if (!checked.ok) return checked;
      const sealedSecret = await sealWebhookKey(config.secretsKeys, target.store.id, newWebhookSecret());
      if (sealedSecret === undefined) return fail({ kind: 'signing-unavailable' });
      const productId = body.productId ?? undefined;
      const change = { kind: 'create', url, events, productId, origin, sealedSecret } as const;
      return await execute(c, target, change, conditions, () =>
        Promise.resolve({ kind: 'too-many-webhooks', maxWebhooks: MAX_WEBHOOKS }),
      );
    },
    answer: async ({ webhook, sealedSecret = '', isReplay }, { store }) => {
      const secret = await unsealWebhookKey(config.secretsKeys, store.id, sealedSecret);
      if (secret === undefined || webhook === undefined) return fail({ kind: 'signing-unavailable' });
      const body = { ...toWireWebhook(webhook), secret };
      return ok(Response.json(body, { status: 201, headers: replayHeader({ isReplay }) }));
    },
  });
}

/** PATCH /v1/webhooks/{id}: changes a webhook, disables it, or enables it again. */
export async function updateWebhook(c: V1Context): Handled {
  const { origin } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, WEBHOOK_SCOPE),
    ...jsonBodyStep(updateSchema),
    execute: async ({ target, body, conditions }) => {
      const { url, events, productId, status } = body;
      const checked = url === undefined ? ok(undefined) : checkWebhookUrl(c, url);
      if (!checked.ok) return checked;
      return await executeNamed(c, target, conditions, (id) => ({
        kind: 'update',
        id,
        url,
        events,
        productId,
        status,
        origin,
      }));
    },
    answer: (written) => answerWebhook(c, written),
  });
}

/** DELETE /v1/webhooks/{id}: deletes a webhook, and what waits to be sent to it. */
export async function deleteWebhook(c: V1Context): Handled {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, WEBHOOK_SCOPE),
    ...NO_BODY,
    execute: ({ target, conditions }) => executeNamed(c, target, conditions, (id) => ({ kind: 'delete', id })),
    answer: ({ isReplay }) => ok(new Response(null, { status: 204, headers: replayHeader({ isReplay }) })),
  });
}

/** POST /v1/webhooks/{id}/replay: sends what came after a position again. Fault: events-gone. */
export async function replayWebhook(c: V1Context): Handled {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, WEBHOOK_SCOPE),
    ...jsonBodyStep(replaySchema),
    execute: ({ target, body: { after }, conditions }) =>
      executeNamed(c, target, conditions, (id) => ({ kind: 'replay', id, afterSeq: after })),
    answer: (written) => answerWebhook(c, written),
  });
}

/** GET /v1/webhooks/{id}/deliveries: what was sent to a webhook and what waits, newest first. */
export async function listDeliveries(c: V1Context): Handled {
  const id = parseId(c.req.param('id') ?? '') ?? 0;
  const read = await readAuthorized(c, WEBHOOK_SCOPE, webhooksQuery, (digest, { cursor, limit }) =>
    c.get('service').eventWebhooks.deliveries(digest, id, { beforeId: cursor?.id, limit: limit + 1 }),
  );
  if (!read.ok) return read;
  const { value: deliveries, query } = read.value;
  if (deliveries === undefined) return fail(notFound(c));
  return ok(Response.json(toWirePage(deliveries, query.limit, toWireDelivery, (delivery) => ({ id: delivery.id }))));
}

/** Executes a change to the webhook that the path names. Faults: webhook-not-found, events-gone, key-reused. */
async function executeNamed(
  c: V1Context,
  access: Access,
  conditions: WriteConditions,
  toChange: (id: number) => EventWebhookChange,
): Promise<Result<Written, V1Fault>> {
  const id = parseId(c.req.param('id') ?? '');
  if (id === undefined) return fail(notFound(c));
  const change = toChange(id);
  return await execute(c, access, change, conditions, async () => {
    const { webhook, oldestSeq } = await c.get('service').eventWebhooks.find(access.store.id, id);
    if (webhook === undefined || change.kind !== 'replay') return notFound(c);
    return { kind: 'events-gone', afterSeq: change.afterSeq, oldestSeq };
  });
}

/** Executes a change, once for its Idempotency-Key. `explain` finds out why it was refused. */
async function execute(
  c: V1Context,
  access: Access,
  change: EventWebhookChange,
  { idempotency }: WriteConditions,
  explain: () => Promise<V1Fault>,
): Promise<Result<Written, V1Fault>> {
  const written = await c.get('service').eventWebhooks.write(access, change, idempotency);
  if (written.kind === 'key-reused') return fail({ kind: 'key-reused' });
  if (written.kind === 'refused') return fail(await explain());
  // The runner looks after a change to webhooks, too, for one that was disabled may have much to hear.
  c.get('trace').store = { ...access.store, hasWebhooks: true };
  return ok(written);
}

/** Checks a URL by the rules by which it is called. Fault: body-invalid. */
function checkWebhookUrl(c: V1Context, url: string): Result<undefined, V1Fault> {
  const checked = checkUrl(url, { ...c.get('service').urlRules, maxCharacters: MAX_SOURCE_URL_CHARACTERS });
  if (checked.ok) return ok(undefined);
  const isRefused = checked.fault.kind === 'url-refused';
  const detail = isRefused ? checked.fault.reason : 'It is no absolute http or https URL, or too long.';
  return fail({ kind: 'body-invalid', errors: [{ pointer: '/url', detail }] });
}

function answerWebhook(c: V1Context, { webhook, isReplay }: Written): Result<Response, V1Fault> {
  if (webhook === undefined) return fail(notFound(c));
  return ok(Response.json(toWireWebhook(webhook), { headers: replayHeader({ isReplay }) }));
}

const notFound = (c: V1Context): V1Fault => ({ kind: 'webhook-not-found', webhookId: c.req.param('id') ?? '' });
