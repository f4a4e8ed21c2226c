import { unsealWebhookKey, sealWebhookKey } from '../../access/sealed-secrets.ts';
import type { WriteConditions } from '../../catalogue/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { checkUrl } from '../../ingest/remote-rules.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';
import { JOB_FINISHED, type Webhook, type WebhookChange, type WebhookWriteResult } from '../../jobs/webhooks.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { randomHex } from '../../platform/digest.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { webhookBody, webhooksBody } from './bodies.ts';
import type { ShoptetFault } from './faults.ts';
import { jsonBodyStep, queryStep } from './json-body-step.ts';
import { authenticate, respond, type ShoptetContext } from './request-context.ts';
import { toWireError } from './schema-messages.ts';
import { toWireDate } from './wire-date.ts';

/** As many bits as the signature itself has. */
const SIGNATURE_KEY_BYTES = 20;

type WrittenChange = Extract<WebhookWriteResult, { kind: 'written' }>;
type Answer = Promise<Result<Response, ShoptetFault>>;

/** GET /api/webhooks */
export async function listWebhooks(c: ShoptetContext): Answer {
  const access = await authenticate(c, 'read');
  if (!access.ok) return access;
  return ok(answerWebhooks(c, 200, await c.var.service.webhooks.list(access.value.store.id)));
}

/** GET /api/webhooks/{id} */
export async function getWebhook(c: ShoptetContext): Answer {
  const access = await authenticate(c, 'read');
  if (!access.ok) return access;
  const webhooks = await c.var.service.webhooks.list(access.value.store.id);
  const webhook = webhooks.find(({ id }) => String(id) === c.req.param('id'));
  return webhook === undefined ? notFound(c) : ok(answerWebhooks(c, 200, [webhook]));
}

/** POST /api/webhooks */
export async function createWebhooks(c: ShoptetContext): Answer {
  return await runWrite(c.req, {
    authorize: () => authenticate(c, 'modify'),
    ...jsonBodyStep(c, webhooksBody),
    execute: async ({ target, body, conditions }) => {
      const webhooks = body.data;
      for (const [index, { event, url }] of webhooks.entries()) {
        const checked = checkAddress(c, url, ['data', index, 'url']);
        if (!checked.ok) return checked;
        const isFirst = webhooks.findIndex((other) => other.event === event) === index;
        if (!isFirst) return fail({ kind: 'webhook-exists', event, index });
      }
      return await change(c, target, { kind: 'create', webhooks }, conditions);
    },
    answer: (written) => ok(answerWebhooks(c, 201, written.webhooks, replayOf(written))),
  });
}

/** PATCH /api/webhooks/{id} */
export async function updateWebhook(c: ShoptetContext): Answer {
  return await runWrite(c.req, {
    authorize: () => authenticate(c, 'modify'),
    ...jsonBodyStep(c, webhookBody),
    execute: async ({ target, body, conditions }) => {
      const { event, url } = body.data;
      const checked = url === undefined ? ok(undefined) : checkAddress(c, url, ['data', 'url']);
      if (!checked.ok) return checked;
      const id = parseId(c.req.param('id') ?? '');
      return id === undefined ? notFound(c) : await change(c, target, { kind: 'update', id, event, url }, conditions);
    },
    answer: (written) => {
      if (written.webhooks.length === 0) return notFound(c);
      return ok(answerWebhooks(c, 200, written.webhooks, replayOf(written)));
    },
  });
}

/** DELETE /api/webhooks/{id} */
export async function deleteWebhook(c: ShoptetContext): Answer {
  return await runWrite(c.req, {
    authorize: () => authenticate(c, 'modify'),
    ...queryStep(c),
    execute: async ({ target, conditions }): Promise<Result<WrittenChange, ShoptetFault>> => {
      const id = parseId(c.req.param('id') ?? '');
      if (id === undefined) return notFound(c);
      const webhooks = await c.var.service.webhooks.list(target.store.id);
      const wasThere = webhooks.some((webhook) => webhook.id === id);
      const written = await change(c, target, { kind: 'delete', id }, conditions);
      const isGone = wasThere || (written.ok && written.value.earlierFingerprint !== undefined);
      return written.ok && !isGone ? notFound(c) : written;
    },
    answer: (written) => ok(respond(c, { data: null, headers: replayOf(written) })),
  });
}

/** POST /api/webhooks/renew-signature-key */
export async function renewKey(c: ShoptetContext): Answer {
  return await runWrite(c.req, {
    authorize: () => authenticate(c, 'modify'),
    ...queryStep(c),
    execute: ({ target, conditions }) => change(c, target, { kind: 'renew-key' }, conditions),
    answer: async (written, { store }) => {
      const { secretsKeys } = c.var.service.config;
      const signatureKey = await unsealWebhookKey(secretsKeys, store.id, written.sealedKey ?? '');
      if (signatureKey === undefined) return fail({ kind: 'signing-unavailable' });
      return ok(respond(c, { status: 201, data: { signatureKey }, headers: replayOf(written) }));
    },
  });
}

/** Executes a change, once for its Idempotency-Key. */
async function change(
  c: ShoptetContext,
  { store }: Access,
  requested: WebhookChange,
  { idempotency }: WriteConditions,
): Promise<Result<WrittenChange, ShoptetFault>> {
  const record = idempotency && { scope: 'webhooks', ...idempotency };
  const { config, webhooks } = c.var.service;
  const newKey = await sealWebhookKey(config.secretsKeys, store.id, randomHex(SIGNATURE_KEY_BYTES));
  const needsKey = requested.kind === 'create' || requested.kind === 'renew-key';
  if (needsKey && newKey === undefined) return fail({ kind: 'signing-unavailable' });
  const written = await webhooks.write(store.id, requested, newKey, record);
  // There is one event, so a list of more than one webhook has been refused already.
  if (written.kind === 'event-taken') return fail({ kind: 'webhook-exists', event: JOB_FINISHED, index: 0 });
  const { earlierFingerprint } = written;
  const isOther = earlierFingerprint !== undefined && earlierFingerprint !== record?.fingerprint;
  return isOther ? fail({ kind: 'key-reused' }) : ok(written);
}

/** A webhook is called under the rules of image_url, so one that never could be is refused at once. */
function checkAddress(c: ShoptetContext, url: string, place: readonly PropertyKey[]): Result<undefined, ShoptetFault> {
  const checked = checkUrl(url, { ...c.var.service.urlRules, maxCharacters: MAX_SOURCE_URL_CHARACTERS });
  if (checked.ok) return ok(undefined);
  const reason = checked.fault.kind === 'url-refused' ? checked.fault.reason : 'Invalid URL format';
  return fail({ kind: 'schema-violated', errors: [toWireError(reason, place)] });
}

const notFound = (c: ShoptetContext): Result<never, ShoptetFault> =>
  fail({ kind: 'webhook-not-found', webhookId: c.req.param('id') ?? '' });

const replayOf = ({ earlierFingerprint }: WrittenChange): Record<string, string> =>
  replayHeader({ isReplay: earlierFingerprint !== undefined });

function answerWebhooks(
  c: ShoptetContext,
  status: 200 | 201,
  webhooks: readonly Webhook[],
  headers: Record<string, string> = {},
): Response {
  return respond(c, { status, data: { webhooks: webhooks.map(toWireWebhook) }, headers });
}

function toWireWebhook({ id, event, url, createdAtMs, updatedAtMs }: Webhook): object {
  return { id, event, url, created: toWireDate(createdAtMs), updated: toWireDate(updatedAtMs) };
}
