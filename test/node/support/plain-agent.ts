import { Agent } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * An agent for clients that only speak HTTPS to their vendor's host. It sends their requests to the local service
 * without TLS; nothing else of the client is changed.
 */
export class PlainAgent extends Agent {
  readonly #port: number;

  constructor(origin: string) {
    super();
    this.#port = Number(new URL(origin).port);
  }

  override createConnection(): Duplex {
    return connect(this.#port, '127.0.0.1');
  }
}
