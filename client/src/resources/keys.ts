import type { CreateTokenBody, NewSigningKey, NewToken, SigningKey, Token } from '../api-types.ts';
import { List } from '../list.ts';
import type { CallOptions, WriteOptions } from '../options.ts';
import type { Transport } from '../transport.ts';
import { segment } from './shared.ts';

/** Who may do what, by which API. */
export class Tokens {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the tokens of the store, without what opens doors. */
  list(options: CallOptions = {}): List<Token> {
    return new List(this.#transport, '/tokens', {}, options);
  }

  /** Makes a token. No later answer shows it. */
  async create(token: CreateTokenBody, options: WriteOptions = {}): Promise<NewToken> {
    const call = { method: 'POST', path: '/tokens', json: token } as const;
    return (await this.#transport.send<NewToken>(call, options)).body;
  }

  /** Revokes a token, at once. */
  async revoke(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#transport.send({ method: 'DELETE', path: `/tokens/${segment(id)}` }, options);
  }
}

/** The keys with which the store signs URLs by itself. */
export class SigningKeys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists the keys, without their secrets. */
  list(options: CallOptions = {}): List<SigningKey> {
    return new List(this.#transport, '/signing-keys', {}, options);
  }

  /** Makes a key for `signUrl`. No later answer shows its secret. */
  async create(label: string, options: WriteOptions = {}): Promise<NewSigningKey> {
    const call = { method: 'POST', path: '/signing-keys', json: { label } } as const;
    return (await this.#transport.send<NewSigningKey>(call, options)).body;
  }

  /** Revokes a key; what it has signed is refused within a minute. */
  async revoke(id: string, options: WriteOptions = {}): Promise<void> {
    await this.#transport.send({ method: 'DELETE', path: `/signing-keys/${segment(id)}` }, options);
  }
}
