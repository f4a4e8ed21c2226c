import type { Access } from '../model/access.ts';

/** The session that a handshake began and that has not expired. */
export interface SigningSession {
  readonly serverSignature: string;
  readonly expiresAtMs: number;
}

/** The caller of the Store API, with what is needed to check the signature of a call. */
export interface Principal {
  readonly access: Access;
  /** The store's private key and secret, sealed; undefined where it has none, or the call is not signed. */
  readonly sealedSigningKeys: string | undefined;
  /** The session that the call's signature names; undefined where there is none. */
  readonly session: SigningSession | undefined;
}

/** The credentials of a call, before they have been checked. */
export interface SessionCredentials {
  readonly tokenDigest: string;
  /** The client's signature, which names its session; undefined for a call that is not signed. */
  readonly clientSignature: string | undefined;
}

/**
 * The value of a read, with its caller; where the token is unknown, `principal` is undefined and `value` means nothing.
 */
export interface WithPrincipal<T> {
  readonly principal: Principal | undefined;
  readonly value: T;
}

/** The port to the sessions of signed calls. */
export interface SigningSessions {
  /**
   * Begins a session, and returns its server signature. A session of the same client signature that has not expired
   * keeps its own, and lasts until the later of the two ends.
   */
  begin(storeId: number, credentials: SessionCredentials, session: SigningSession): Promise<string>;
  /** Sets a session's end to `expiresAtMs` where that is later. */
  extend(storeId: number, credentials: SessionCredentials, expiresAtMs: number): Promise<void>;
}
