import { Agent } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * For clients that only speak HTTPS to their vendor's host: their requests go to the local service instead, without
 * TLS, and nothing of the client is changed but this option of it.
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
