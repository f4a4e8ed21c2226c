import type { Session } from '../api-types.ts';
import type { CallOptions } from '../options.ts';
import type { Transport } from '../transport.ts';

/** The session of a browser, for pages that the service itself serves. Its cookie can be read by no script. */
export class BrowserSession {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Begins a session of eight hours with a token, which the calls of a client without one then have. */
  async begin(token: string, options: CallOptions = {}): Promise<Session> {
    const call = { method: 'POST', path: '/session', json: { token } } as const;
    return (await this.#transport.send<Session>(call, options)).body;
  }

  /** Ends the session, if there is one. */
  async end(options: CallOptions = {}): Promise<void> {
    await this.#transport.send({ method: 'DELETE', path: '/session' }, options);
  }
}
