import type { SendResult, WebhookMessage } from '../../src/jobs/deliveries.ts';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { StoreRunner } from '../../src/jobs/store-runner.ts';
import type { WireEvent } from '../../src/dialects/v1/event.ts';
import type { WireDelivery, WireWebhook } from '../../src/dialects/v1/webhook.ts';
import { depsWith } from './shoptet.ts';
import type { TestStore } from './stores.ts';
import { v1 } from './v1.ts';

/** A URL that the tests may call. */
export const HOOK_URL = 'http://pictures.test:8080/hook';

/** A webhook as it is answered when it is created. */
export type NewWireWebhook = WireWebhook & { readonly secret: string };

/** Creates a webhook; fails the test where that fails. */
export async function createWebhook(store: TestStore, json: object = {}): Promise<NewWireWebhook> {
  const response = await v1(store, 'POST', '/webhooks', { json: { url: HOOK_URL, events: ['*'], ...json } });
  if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${await response.text()}`);
  return await response.json<NewWireWebhook>();
}

/** Lists the webhooks of a store. */
export async function listWebhooks(store: TestStore): Promise<readonly WireWebhook[]> {
  const { items } = await (await v1(store, 'GET', '/webhooks')).json<{ items: WireWebhook[] }>();
  return items;
}

/** Lists the deliveries of a webhook, newest first. */
export async function listDeliveries(store: TestStore, id: number): Promise<readonly WireDelivery[]> {
  const response = await v1(store, 'GET', `/webhooks/${id}/deliveries?limit=250`);
  return (await response.json<{ items: WireDelivery[] }>()).items;
}

/** One request that a receiver got, with the event in it. */
export interface Received extends WebhookMessage {
  readonly url: string;
  readonly event: WireEvent;
}

const DELIVERED: SendResult = { isDelivered: true, outcome: 'Status 200.' };
const REFUSED: SendResult = { isDelivered: false, outcome: 'Status 500.' };

/** A receiver of webhooks, and a clock that only the test moves. */
export class Receiver {
  /** All requests, also those that it refused. */
  readonly received: Received[] = [];
  /** Those that it took. */
  readonly taken: Received[] = [];
  /** Whether it takes a request. */
  takes: (received: Received) => boolean | Promise<boolean> = () => true;
  nowMs = Date.now();

  /** What a runner needs to tell this receiver. */
  deps(changes: Partial<JobDeps> = {}): JobDeps {
    return depsWith({}, { nowMs: () => this.nowMs, sendWebhook: (...args) => this.#receive(...args), ...changes });
  }

  /** Has a runner do all that is due; returns when something is due next. */
  async run(store: TestStore, changes: Partial<JobDeps> = {}): Promise<number | undefined> {
    this.nowMs = Math.max(this.nowMs, Date.now());
    return await new StoreRunner(this.deps(changes), store.id).run();
  }

  /** Lets the time pass until something is due, `times` times, with a run after each. */
  async runOn(store: TestStore, times: number): Promise<void> {
    for (let index = 0; index < times; index += 1) {
      const dueAtMs = await this.run(store);
      if (dueAtMs === undefined) return;
      this.nowMs = Math.max(this.nowMs, dueAtMs);
    }
  }

  get seqs(): readonly number[] {
    return this.taken.map(({ event }) => event.seq);
  }

  async #receive(url: string, message: WebhookMessage): Promise<SendResult> {
    const received = { ...message, url, event: JSON.parse(message.body) as WireEvent };
    this.received.push(received);
    if (!(await this.takes(received))) return REFUSED;
    this.taken.push(received);
    return DELIVERED;
  }
}
