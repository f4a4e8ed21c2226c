import type {
  CreateWebhookBody,
  Delivery,
  ListDeliveriesQuery,
  ListWebhooksQuery,
  NewWebhook,
  UpdateWebhookBody,
  Webhook,
} from '../api-types.ts';
import { List } from '../list.ts';
import type { CallOptions, WriteOptions } from '../options.ts';
import type { Transport } from '../transport.ts';

/** Events that are sent to you. What comes is checked with `verifyWebhook`. */
export class Webhooks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the webhooks of the store. */
  list(query: ListWebhooksQuery = {}, options: CallOptions = {}): List<Webhook> {
    return new List(this.#transport, '/webhooks', query, options);
  }

  /** Makes a webhook. No later answer shows its secret. */
  async create(webhook: CreateWebhookBody, options: WriteOptions = {}): Promise<NewWebhook> {
    const call = { method: 'POST', path: '/webhooks', json: webhook } as const;
    return (await this.#transport.send<NewWebhook>(call, options)).body;
  }

  /** Changes a webhook, or makes one active again. */
  async update(id: number, changes: UpdateWebhookBody, options: WriteOptions = {}): Promise<Webhook> {
    const call = { method: 'PATCH', path: `/webhooks/${id}`, json: changes } as const;
    return (await this.#transport.send<Webhook>(call, options)).body;
  }

  /** Deletes a webhook. */
  async delete(id: number, options: WriteOptions = {}): Promise<void> {
    await this.#transport.send({ method: 'DELETE', path: `/webhooks/${id}` }, options);
  }

  /** Lists what was sent and what waits, the last first. */
  deliveries(id: number, query: ListDeliveriesQuery = {}, options: CallOptions = {}): List<Delivery> {
    return new List(this.#transport, `/webhooks/${id}/deliveries`, query, options);
  }

  /** Sends all that came after a position again. */
  async replay(id: number, after: number, options: WriteOptions = {}): Promise<Webhook> {
    const call = { method: 'POST', path: `/webhooks/${id}/replay`, json: { after } } as const;
    return (await this.#transport.send<Webhook>(call, options)).body;
  }
}
