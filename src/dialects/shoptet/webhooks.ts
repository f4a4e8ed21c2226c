import { unsealWebhookKey, sealWebhookKey } from '../../access/sealed-secrets.ts';
import type { WriteConditions } from '../../catalogue/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { checkUrl } from '../../ingest/url-rules.ts';
import { MAX_SOURCE_URL_CHARACTERS } from '../../jobs/limits.ts';
import { JOB_FINISHED, type Webhook, type WebhookChange, type WebhookWriteResult } from '../../jobs/webhooks.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { randomHex } from '../../platform/digest.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { updateWebhookSchema, createWebhooksSchema } from './body-schemas.ts';
import type { ShoptetFault } from './faults.ts';
import { jsonBodyStep, noBodyStep } from './json-body-step.ts';
import { readPage, toPaginator } from './paging.ts';
import { authorizeRequest, respond, type ShoptetContext } from './request-context.ts';
import { toFieldError } from './schema-messages.ts';
import { toWireDate } from './date-format.ts';

/** The length of a signature key: as many bits as the signature itself has. */
const SIGNATURE_KEY_BYTES = 20;

type WrittenChange = Extract<WebhookWriteResult, { kind: 'written' }>;
type HandlerResult = Promise<Result<Response, ShoptetFault>>;

/** GET /api/webhooks: all webhooks of the store. */
export async function listWebhooks(c: ShoptetContext): HandlerResult {
  const access = await authorizeRequest(c, 'read');
  if (!access.ok) return access;
  const page = readPage(c);
  if (!page.ok) return page;
  const webhooks = await c.get('service').webhooks.list(access.value.store.id);
  const shown = webhooks.slice(page.value.offset, page.value.offset + page.value.itemsPerPage);
  const paginator = toPaginator(page.value, shown.length, webhooks.length);
  return ok(respond(c, { data: { webhooks: shown.map(toWireWebhook), paginator } }));
}

/** GET /api/webhooks/{id}: one webhook. */
export async function getWebhook(c: ShoptetContext): HandlerResult {
  const access = await authorizeRequest(c, 'read');
  if (!access.ok) return access;
  const webhooks = await c.get('service').webhooks.list(access.value.store.id);
  const webhook = webhooks.find(({ id }) => String(id) === c.req.param('id'));
  return webhook === undefined ? webhookNotFound(c) : ok(respond(c, { data: { webhook: toWireWebhook(webhook) } }));
}

/** POST /api/webhooks: creates webhooks, all or none. 201 with the webhooks. */
export async function createWebhooks(c: ShoptetContext): HandlerResult {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(c, createWebhooksSchema),
    execute: async ({ target, body, conditions }) => {
      const webhooks = body.data;
      for (const [index, { event, url }] of webhooks.entries()) {
        const checked = checkWebhookUrl(c, url, ['data', index, 'url']);
        if (!checked.ok) return checked;
        const isFirst = webhooks.findIndex((other) => other.event === event) === index;
        if (!isFirst) return fail({ kind: 'webhook-exists', event, index });
      }
      return await executeWebhookChange(c, target, { kind: 'create', webhooks }, conditions);
    },
    answer: (written) => {
      const data = { webhooks: written.webhooks.map(toWireWebhook) };
      return ok(respond(c, { status: 201, data, headers: replayHeaders(written) }));
    },
  });
}

/** PATCH /api/webhooks/{id}: changes a webhook. */
export async function updateWebhook(c: ShoptetContext): HandlerResult {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(c, updateWebhookSchema),
    execute: async ({ target, body, conditions }) => {
      const { event, url, sendPayload } = body.data;
      const checked = url === undefined ? ok(undefined) : checkWebhookUrl(c, url, ['data', 'url']);
      if (!checked.ok) return checked;
      const id = parseId(c.req.param('id') ?? '');
      return id === undefined
        ? webhookNotFound(c)
        : await executeWebhookChange(c, target, { kind: 'update', id, event, url, sendPayload }, conditions);
    },
    answer: (written) => {
      const [webhook] = written.webhooks;
      if (webhook === undefined) return webhookNotFound(c);
      return ok(respond(c, { data: { webhook: toWireWebhook(webhook) }, headers: replayHeaders(written) }));
    },
  });
}

/** DELETE /api/webhooks/{id}: deletes a webhook. */
export async function deleteWebhook(c: ShoptetContext): HandlerResult {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...noBodyStep(c),
    execute: async ({ target, conditions }): Promise<Result<WrittenChange, ShoptetFault>> => {
      const id = parseId(c.req.param('id') ?? '');
      if (id === undefined) return webhookNotFound(c);
      const webhooks = await c.get('service').webhooks.list(target.store.id);
      const existedBefore = webhooks.some((webhook) => webhook.id === id);
      const written = await executeWebhookChange(c, target, { kind: 'delete', id }, conditions);
      const isDeleted = existedBefore || (written.ok && written.value.earlierFingerprint !== undefined);
      return written.ok && !isDeleted ? webhookNotFound(c) : written;
    },
    answer: (written) => ok(respond(c, { data: null, headers: replayHeaders(written) })),
  });
}

/** POST /api/webhooks/renew-signature-key: replaces the key that webhooks are signed with. */
export async function renewSignatureKey(c: ShoptetContext): HandlerResult {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...noBodyStep(c),
    execute: ({ target, conditions }) => executeWebhookChange(c, target, { kind: 'renew-key' }, conditions),
    answer: async (written, { store }) => {
      const { secretsKeys } = c.get('service').config;
      const signatureKey = await unsealWebhookKey(secretsKeys, store.id, written.sealedKey ?? '');
      if (signatureKey === undefined) return fail({ kind: 'signing-unavailable' });
      return ok(respond(c, { data: { signatureKey }, headers: replayHeaders(written) }));
    },
  });
}

/** Executes a change, at most once for its Idempotency-Key. Faults: signing-unavailable, webhook-exists, key-reused. */
async function executeWebhookChange(
  c: ShoptetContext,
  access: Access,
  requested: WebhookChange,
  { idempotency }: WriteConditions,
): Promise<Result<WrittenChange, ShoptetFault>> {
  const { store } = access;
  const { config, webhooks } = c.get('service');
  const newKey = await sealWebhookKey(config.secretsKeys, store.id, randomHex(SIGNATURE_KEY_BYTES));
  const needsKey = requested.kind === 'create' || requested.kind === 'renew-key';
  if (needsKey && newKey === undefined) return fail({ kind: 'signing-unavailable' });
  const written = await webhooks.write(access, requested, newKey, idempotency);
  // Only one event exists, so a list of several webhooks has been refused already.
  if (written.kind === 'event-taken') return fail({ kind: 'webhook-exists', event: JOB_FINISHED, index: 0 });
  const { earlierFingerprint } = written;
  const isDifferentRequest = earlierFingerprint !== undefined && earlierFingerprint !== idempotency?.fingerprint;
  return isDifferentRequest ? fail({ kind: 'key-reused' }) : ok(written);
}

/**
 * Checks the URL of a webhook by the rules of image_url, under which it is called, so that a URL that never could be
 * called is refused at once. Fault: schema-violated.
 */
function checkWebhookUrl(
  c: ShoptetContext,
  url: string,
  path: readonly PropertyKey[],
): Result<undefined, ShoptetFault> {
  const checked = checkUrl(url, { ...c.get('service').urlRules, maxCharacters: MAX_SOURCE_URL_CHARACTERS });
  if (checked.ok) return ok(undefined);
  const reason = checked.fault.kind === 'url-refused' ? checked.fault.reason : 'Invalid URL format';
  return fail({ kind: 'schema-violated', errors: [toFieldError(reason, path)] });
}

/** Returns the fault for the webhook in the path. */
const webhookNotFound = (c: ShoptetContext): Result<never, ShoptetFault> =>
  fail({ kind: 'webhook-not-found', webhookId: c.req.param('id') ?? '' });

/** Returns the headers of an answer to a repeated request. */
const replayHeaders = ({ earlierFingerprint }: WrittenChange): Record<string, string> =>
  replayHeader({ isReplay: earlierFingerprint !== undefined });

function toWireWebhook({ id, event, url, createdAtMs, updatedAtMs, sendPayload }: Webhook): object {
  return { id, event, url, created: toWireDate(createdAtMs), updated: toWireDate(updatedAtMs), sendPayload };
}
