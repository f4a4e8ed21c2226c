import type { Fault, LibraryFault } from '../../catalogue/faults.ts';

/** Why a call that is signed, or has to be, was refused (ST-35 to ST-44). */
export type SigningFault =
  | { readonly kind: 'signature-missing' }
  /** No handshake, or one too long ago. */
  | { readonly kind: 'signature-unknown' }
  | { readonly kind: 'timestamp-out-of-range' }
  | { readonly kind: 'fingerprint-mismatch' }
  /** The store takes no signed calls. */
  | { readonly kind: 'signing-off' }
  /** The store has no keys, or this deployment cannot open them. */
  | { readonly kind: 'signing-unavailable' };

/** What only this dialect's routes and queries can get wrong. */
export type ProtocolFault =
  | { readonly kind: 'version-not-supported'; readonly version: string }
  | { readonly kind: 'method-not-supported'; readonly method: string }
  /** A parameter that cannot be read; `at` counts its characters from 1. */
  | { readonly kind: 'query-unreadable'; readonly parameter: string; readonly at: number; readonly reason: string };

/** All that this dialect has a wire form for. */
export type StoreFault = Fault | LibraryFault | SigningFault | ProtocolFault;
