import type { Access } from '../model/access.ts';

/** A handshake that still counts. */
export interface SigningSession {
  readonly serverSignature: string;
  readonly expiresAtMs: number;
}

/** Who asks, with what it takes to check a signed call. */
export interface Principal {
  readonly access: Access;
  /** The store's private key and secret, sealed; undefined: it has none, or the call is not signed. */
  readonly sealedSigningKeys: string | undefined;
  readonly session: SigningSession | undefined;
}

/** The credentials of a call, before they have been checked. */
export interface SessionCredentials {
  readonly tokenDigest: string;
  /** The client's signature names its session; undefined for a call that is not signed. */
  readonly clientSignature: string | undefined;
}

/**
 * What a read found, with its caller. Where there is no such token, `principal` is undefined and the value means
 * nothing.
 */
export interface WithPrincipal<T> {
  readonly principal: Principal | undefined;
  readonly value: T;
}

/** The handshakes of signed calls. */
export interface SigningSessions {
  /** Begins a session, or begins it anew with another server signature. */
  begin(storeId: number, credentials: SessionCredentials, session: SigningSession): Promise<void>;
  extend(storeId: number, credentials: SessionCredentials, expiresAtMs: number): Promise<void>;
}
