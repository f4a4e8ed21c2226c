import * as z from 'zod';
import {
  createSchema,
  replaySchema,
  updateSchema,
  type WireDelivery,
  type WireWebhook,
} from '../../src/dialects/v1/webhook.ts';
import { webhooksQuery } from '../../src/dialects/v1/webhooks.ts';
import type { Operation } from '../description.ts';
import { bodilessProblems, readProblems, writeProblems } from './problems.ts';
import { ABOUT_PAGES, done, IDEMPOTENT, pageOf, success, time } from './shared.ts';

const tag = 'Webhooks';

const WEBHOOK_MEMBERS = {
  id: z.int(),
  url: z.string(),
  events: z.array(z.string()).describe('Patterns: `*`, a group such as `images.*`, or the type of an event.'),
  productId: z.int().nullable().describe('Only the events of this product; null: of all.'),
  status: z.enum(['active', 'disabled']),
  disabledReason: z.string().nullable(),
  position: z.int().describe('The last event that was handed out to it.'),
  createdAt: time,
  updatedAt: time,
};

const webhook = z
  .strictObject(WEBHOOK_MEMBERS)
  .meta({ id: 'Webhook', description: 'Whom the service tells of events.' }) satisfies z.ZodType<WireWebhook>;

const newWebhook = z
  .strictObject({
    ...WEBHOOK_MEMBERS,
    secret: z.string().describe('What deliveries are signed with. No other answer shows it.'),
  })
  .meta({ id: 'NewWebhook', description: 'A webhook with its secret.' });

const delivery = z
  .strictObject({
    id: z.int(),
    seq: z.int(),
    type: z.string(),
    productId: z.int().nullable(),
    status: z.enum(['pending', 'delivered', 'given-up']),
    at: time.describe('When the event happened.'),
    nextAttemptAt: time.nullable().describe('Null where it has ended, or waits for an earlier one of its product.'),
    attempts: z.array(z.strictObject({ at: time, url: z.string(), outcome: z.string() })),
  })
  .meta({ id: 'Delivery', description: 'What was sent to a webhook, or waits.' }) satisfies z.ZodType<WireDelivery>;

const list = { schema: webhooksQuery, about: ABOUT_PAGES };

export const listWebhooks: Operation = {
  id: 'listWebhooks',
  tag,
  summary: 'List webhooks',
  description: 'Lists the webhooks of the store. Like all that has to do with webhooks, this takes the scope `admin`.',
  query: list,
  answers: { 200: success('One page of webhooks.', pageOf(webhook)), ...readProblems() },
};

export const createWebhook: Operation = {
  id: 'createWebhook',
  tag,
  summary: 'Create a webhook',
  description:
    'Has events sent to a URL, by Standard Webhooks 1.0, from now on. A store has 20 webhooks at most. Redirects are not followed.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': createSchema } },
  answers: {
    201: success('The webhook and its secret, which no other answer shows.', newWebhook, 'Idempotency-Replayed'),
    ...writeProblems('too-many-webhooks', 'signing-unavailable'),
  },
};

export const updateWebhook: Operation = {
  id: 'updateWebhook',
  tag,
  summary: 'Change a webhook',
  description: 'Changes a webhook, disables it, or enables it again; what waits is then sent at once.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': updateSchema } },
  answers: {
    200: success('The webhook as it is now.', webhook, 'Idempotency-Replayed'),
    ...writeProblems('webhook-not-found'),
  },
};

export const deleteWebhook: Operation = {
  id: 'deleteWebhook',
  tag,
  summary: 'Delete a webhook',
  description: 'Deletes a webhook, and what waits to be sent to it.',
  headers: IDEMPOTENT,
  answers: { 204: done('It is deleted.', 'Idempotency-Replayed'), ...bodilessProblems('webhook-not-found') },
};

export const listDeliveries: Operation = {
  id: 'listDeliveries',
  tag,
  summary: 'List the deliveries of a webhook',
  description:
    'Lists what was sent and what waits, newest first. Deliveries are kept for 30 days after they have ended.',
  query: list,
  answers: { 200: success('One page of deliveries.', pageOf(delivery)), ...readProblems('webhook-not-found') },
};

export const replayWebhook: Operation = {
  id: 'replayWebhook',
  tag,
  summary: 'Send events again',
  description: 'Sets the position of a webhook back, so that all that came after it is sent again with the same ids.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': replaySchema } },
  answers: {
    200: success('The webhook as it is now.', webhook, 'Idempotency-Replayed'),
    ...writeProblems('webhook-not-found', 'events-gone'),
  },
};
