import * as z from 'zod';
import { createWebhooksSchema, updateWebhookSchema } from '../../src/dialects/shoptet/body-schemas.ts';
import type { Operation } from '../description.ts';
import { IDEMPOTENT, readFailures, success, writeFailures } from './envelope.ts';
import { ABOUT_PAGES } from './jobs.ts';
import { webhook, webhookPage, webhooks } from './schemas.ts';

const tag = 'Webhooks';

const one = z.strictObject({ webhook });

export const listWebhooks: Operation = {
  id: 'listWebhooks',
  tag,
  summary: 'List webhooks',
  description: 'Returns the webhooks of the store.',
  query: { schema: z.object({ page: z.string().optional(), itemsPerPage: z.string().optional() }), about: ABOUT_PAGES },
  answers: { 200: success('One page of webhooks.', webhookPage), ...readFailures(422) },
};

export const getWebhook: Operation = {
  id: 'getWebhook',
  tag,
  summary: 'Get a webhook',
  description: 'Returns one webhook.',
  answers: { 200: success('The webhook.', one), ...readFailures() },
};

export const createWebhooks: Operation = {
  id: 'createWebhooks',
  tag,
  summary: 'Create webhooks',
  description: 'Has a URL called when a job has ended. A store has one webhook for each event.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': createWebhooksSchema } },
  answers: { 201: success('The webhooks.', webhooks, 'Idempotency-Replayed'), ...writeFailures() },
};

export const updateWebhook: Operation = {
  id: 'updateWebhook',
  tag,
  summary: 'Change a webhook',
  description: 'Changes the fields that the body has.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': updateWebhookSchema } },
  answers: { 200: success('The webhook as it is now.', one, 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteWebhook: Operation = {
  id: 'deleteWebhook',
  tag,
  summary: 'Delete a webhook',
  description: 'Deletes a webhook.',
  headers: IDEMPOTENT,
  answers: { 200: success('It is deleted.', z.null(), 'Idempotency-Replayed'), ...writeFailures() },
};

export const renewSignatureKey: Operation = {
  id: 'renewSignatureKey',
  tag,
  summary: 'Renew the signature key',
  description: 'Makes a new key that webhooks are signed with, and ends the one before.',
  headers: IDEMPOTENT,
  answers: {
    200: success('The new key.', z.strictObject({ signatureKey: z.string() }), 'Idempotency-Replayed'),
    ...writeFailures(),
  },
};
